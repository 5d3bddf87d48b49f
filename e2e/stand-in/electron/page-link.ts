import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { makeBridge, takeExposed } from '../page/bridge.ts';
import { electronForPreload, watchInput } from '../page/isolated-world.ts';
import type { ToMain, ToPage } from '../page/messages.ts';
import type { CdpSession } from './cdp-session.ts';
import { record } from './records.ts';

/** The world of preloads: it shares the document with the page, and no object. */
const WORLD = 'Electron Isolated Context';

/** Both ways between a preload in its isolated world and the main process. */
export class PageLink {
  #context: string | null = null;
  #outbox: ToPage[] = [];
  #sending = false;

  constructor(
    private readonly cdp: CdpSession,
    private readonly onMessage: (message: ToMain) => void,
    private readonly onGone: () => void,
  ) {}

  async install(preload: string | undefined): Promise<void> {
    const { cdp } = this;
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === WORLD && context.auxData?.isDefault === false) {
        // Frames in the page have the world too, and no preload: the first one is the page's.
        this.#context ??= context.uniqueId;
      }
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextUniqueId }) => {
      if (executionContextUniqueId === this.#context) this.lose();
    });
    cdp.on('Runtime.executionContextsCleared', () => this.lose());
    cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === '__toMain') this.onMessage(JSON.parse(payload));
    });
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: '__toMain', executionContextName: WORLD });
    const door = randomUUID();
    // In this order in every document: the page's side waits before the preload exposes anything.
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: pageSide(door) });
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: WORLD,
      source: preloadSide(door, preload),
    });
  }

  /** In order; what comes meanwhile travels together. Lost when the page is gone, as in Electron. */
  send(message: ToPage): void {
    if (this.#context === null) return;
    this.#outbox.push(message);
    if (!this.#sending) void this.#flush();
  }

  /** The document and its ends of all channels are gone. */
  lose(): void {
    if (this.#context === null) return;
    this.#context = null;
    this.#outbox = [];
    this.onGone();
  }

  async #flush(): Promise<void> {
    this.#sending = true;
    while (this.#outbox.length > 0 && this.#context !== null) {
      const expression = `__fromMain(${JSON.stringify(this.#outbox)})`;
      this.#outbox = [];
      const uniqueContextId = this.#context;
      await this.cdp
        .send('Runtime.evaluate', { uniqueContextId, expression })
        .then(({ exceptionDetails }) => {
          if (exceptionDetails) record('preload threw', exceptionDetails.exception?.description);
        })
        // The page went away with it.
        .catch(() => undefined);
    }
    this.#sending = false;
  }
}

function pageSide(door: string): string {
  return `if (window === top) (${takeExposed})(${JSON.stringify(door)},
    (${makeBridge})(${JSON.stringify(door)}, 'page', 'preload'));`;
}

function preloadSide(door: string, preload: string | undefined): string {
  // Source: docs/tutorial/tutorial-preload.md: a sandboxed preload has `require` for a few modules only.
  const code = preload && existsSync(preload) ? readFileSync(preload, 'utf8') : '';
  const missing = preload && !existsSync(preload) ? `throw new Error('no ${preload}');` : '';
  return `if (window === top) {
    const bridge = (${makeBridge})(${JSON.stringify(door)}, 'preload', 'page');
    const electron = (${electronForPreload})(${JSON.stringify(door)}, bridge);
    const require = (name) => {
      if (name === 'electron' || name === 'electron/renderer') return electron;
      throw new Error('module not found: ' + name);
    };
    (${watchInput})();
    try {
      ${missing}
      (function (require, exports, module, process) {${code}\n})(require, {}, { exports: {} },
        Object.freeze({ platform: ${JSON.stringify(process.platform)}, type: 'renderer', sandboxed: true,
          contextIsolated: true, versions: ${JSON.stringify(process.versions)} }));
    } catch (error) {
      window.__toMain(JSON.stringify({ kind: 'preload-error', message: String(error), stack: String(error?.stack) }));
    }
  }`;
}
