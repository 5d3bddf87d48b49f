import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { CdpSession } from './cdp-session.ts';

export interface ChromiumOptions {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
  readonly profile: string;
  readonly switches: readonly string[];
  /** Passes on the line with the address at which Playwright finds the windows. */
  readonly announce: boolean;
}

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--enable-unsafe-swiftshader',
  '--no-startup-window',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-dev-shm-usage',
  '--disable-ipc-flooding-protection',
  '--disable-hang-monitor',
  '--force-color-profile=srgb',
  // Source: docs/tutorial/message-ports.md, "Extension: close event": Electron's pages have it, Chromium's not yet.
  '--enable-blink-features=MessagePortCloseEvent',
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
];

/** How long a browser may take to write its profile before it is killed, in ms. */
const GOODBYE = 3_000;

/** The browser behind the windows: driven over a pipe, so that it ends with this process whatever happens. */
export class Chromium {
  readonly root: CdpSession;
  readonly #process: ChildProcess;
  readonly #sessions = new Map<string, CdpSession>();
  readonly #input: Writable;
  readonly #own = new Set<string>();
  readonly #creating = new Set<Promise<string>>();
  #last = 0;

  constructor(options: ChromiumOptions) {
    this.#process = spawn(
      options.executablePath,
      [...FLAGS, ...options.switches, `--user-data-dir=${options.profile}`],
      {
        env: { ...process.env, ...options.env },
        stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      },
    );
    const [, , errors, input, output] = this.#process.stdio;
    this.#input = input as Writable;
    // The browser can go away before it has read everything.
    this.#input.on('error', () => undefined);
    if (options.announce) announce(errors as Readable);
    else (errors as Readable).resume();
    this.root = new CdpSession((message) => this.#write(message));
    this.#read(output as Readable);
  }

  /** A page of the app's own. Every other one was opened by a page, which in the stand-in is always refused. */
  async createPage(params: {
    url: string;
    width?: number;
    height?: number;
    browserContextId?: string;
  }): Promise<string> {
    const creating = this.root.send('Target.createTarget', params).then(({ targetId }) => {
      this.#own.add(targetId);
      this.#creating.delete(creating);
      return targetId;
    });
    this.#creating.add(creating);
    return creating;
  }

  /** Finds windows that pages open, and closes them. */
  async refuseStrangers(): Promise<void> {
    this.root.on('Target.targetCreated', ({ targetInfo }) => {
      if (targetInfo.type !== 'page') return;
      const { targetId } = targetInfo;
      void Promise.allSettled(this.#creating).then(() => {
        if (this.#own.has(targetId)) return;
        this.#refuse(targetId).catch(() => undefined);
      });
    });
    await this.root.send('Target.setDiscoverTargets', { discover: true });
  }

  /** A window that is closed before it runs holds up the page that opened it: it runs, but reaches nothing. */
  async #refuse(targetId: string): Promise<void> {
    const session = await this.attach(targetId);
    await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    await session.send('Runtime.runIfWaitingForDebugger');
    await this.root.send('Target.closeTarget', { targetId });
  }

  /** A session of its own with a page. */
  async attach(targetId: string): Promise<CdpSession> {
    const { sessionId } = await this.root.send('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    return this.session(sessionId);
  }

  session(sessionId: string): CdpSession {
    const known = this.#sessions.get(sessionId);
    if (known) return known;
    const session = new CdpSession((message) => this.#write({ ...message, sessionId }));
    this.#sessions.set(sessionId, session);
    return session;
  }

  /** Ends the browser and holds everything up until it is gone: nothing of the app runs meanwhile, as in Electron. */
  endNow(): void {
    const { pid } = this.#process;
    if (pid === undefined) return;
    this.#process.kill('SIGTERM');
    const limit = Date.now() + GOODBYE;
    const pause = new Int32Array(new SharedArrayBuffer(4));
    while (isRunning(pid)) {
      if (Date.now() > limit) this.#process.kill('SIGKILL');
      Atomics.wait(pause, 0, 0, 10);
    }
  }

  #write(message: object): number {
    const id = ++this.#last;
    this.#input.write(`${JSON.stringify({ id, ...message })}\0`);
    return id;
  }

  #read(output: Readable): void {
    let text = '';
    output.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const messages = text.split('\0');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const { sessionId } = JSON.parse(message);
        (sessionId ? this.session(sessionId) : this.root).receive(message);
      }
    });
  }
}

function announce(errors: Readable): void {
  let text = '';
  errors.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('DevTools listening on ')) process.stderr.write(`${line}\n`);
    }
  });
}

/** False too for a process that has ended and of which Node has not taken notice, since nothing else runs. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1);
    return !state?.startsWith('Z');
  } catch {
    return false;
  }
}
