import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page, type Route } from '@playwright/test';
import type {
  App,
  BrowserWindowConstructorOptions,
  IpcMain,
  MessagePortMain,
  NotificationConstructorOptions,
  Protocol,
  Session,
  WebContents,
} from 'electron';
import { closeTransferred, fromPage, handOver } from './message-channel.ts';
import { installPageSide, type ToMain, type ToPage } from './page/page-side.ts';

/**
 * A stand-in for the package `electron`: enough of it, with the real types, to run the *built* main process and preload
 * against a real page in Chromium. It proves that the shell starts and speaks. It cannot prove the sandbox, context
 * isolation, native menus or Electron's own binary.
 */

/** `app://bundle/x` is served to Chromium under this address. */
const STANDIN_ORIGIN = 'http://bundle.app.standin';
const APP_ORIGIN = 'app://bundle';

const toReal = (url: string) => url.replace(STANDIN_ORIGIN, APP_ORIGIN);
const report = (event: string, detail: unknown = null) =>
  process.stdout.write(`${JSON.stringify({ event, detail })}\n`);

type Handler = Parameters<Protocol['handle']>[1];
type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

let browser: Browser | null = null;
let serveApp: Handler | null = null;

class StandInApp extends EventEmitter {
  async whenReady(): Promise<void> {
    const port = Number(process.env['STAND_IN_DEBUG_PORT']);
    browser = await chromium.launch({
      executablePath: process.env['STAND_IN_CHROMIUM'] ?? '',
      args: ['--disable-gpu', `--remote-debugging-port=${port}`],
    });
  }

  getVersion(): string {
    return '0.0.0-stand-in';
  }

  quit(): void {
    this.emit('will-quit');
    closeTransferred();
    void browser?.close().then(() => {
      report('quit');
      process.exit(0);
    });
  }

  exit(code: number): void {
    process.exit(code);
  }
}

export const app = new StandInApp() satisfies Pick<App, 'getVersion' | 'quit' | 'exit'>;

class StandInIpc extends EventEmitter {}
export const ipcMain: Pick<IpcMain, 'emit'> & EventEmitter = new StandInIpc();

export const protocol = {
  registerSchemesAsPrivileged(schemes) {
    report('schemes', schemes);
  },
  handle(scheme, handler) {
    if (scheme === 'app') serveApp = handler;
  },
} satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

export const session = {
  defaultSession: {
    setPermissionRequestHandler() {
      report('permissions denied');
    },
  } satisfies Pick<Session, 'setPermissionRequestHandler'>,
};

export const nativeTheme = { shouldUseDarkColors: false };

export const Menu = {
  buildFromTemplate: (template: unknown[]) => template,
  setApplicationMenu: (menu: unknown) => report('menu', Array.isArray(menu)),
};

class StandInContents extends EventEmitter {
  openHandler: OpenHandler | null = null;
  page: Page | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    const ports = handOver(transfer, (id, data) => this.#send({ kind: 'port', id, data }));
    this.#send({ kind: 'message', channel, message, ports });
  }

  send(channel: string, message: unknown): void {
    this.#send({ kind: 'message', channel, message, ports: [] });
  }

  /** In order: each evaluation waits for the one before. */
  #send(message: ToPage): void {
    const page = this.page;
    this.#queue = this.#queue.then(() =>
      page?.evaluate((given) => window.__fromMain(given), message).catch(() => undefined),
    );
  }
}

/** A notice that somebody clicks at once. */
export class Notification extends EventEmitter {
  constructor(private readonly options: NotificationConstructorOptions) {
    super();
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    report('notice', this.options);
    this.emit('click');
  }
}

const windows = new Set<BrowserWindow>();

export class BrowserWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly #options: BrowserWindowConstructorOptions;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.#options = options;
    windows.add(this);
    report('window', options.webPreferences);
    app.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }

  static fromWebContents(contents: StandInContents): BrowserWindow | null {
    return [...windows].find(({ webContents }) => webContents === contents) ?? null;
  }

  show(): void {
    report('shown');
  }

  focus(): void {
    report('focused');
  }

  async loadURL(url: string): Promise<void> {
    if (!browser) throw new Error('The app is not ready');
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const { webContents } = this;
    webContents.page = page;
    await page.exposeBinding('__toMain', ({ frame }, message: ToMain) => {
      if (message.kind === 'port') return fromPage(message.id, message.data);
      const parent = frame.parentFrame();
      const senderFrame = { url: toReal(frame.url()), parent: parent && {} };
      ipcMain.emit(message.channel, { sender: webContents, senderFrame }, ...message.args);
    });
    await page.addInitScript(`(${installPageSide.toString()})();`);
    const preload = readFileSync(this.#options.webPreferences?.preload ?? '', 'utf8');
    await page.addInitScript(
      `(function (require, exports, module) {${preload}\n})(() => window.__electron, {}, {});`,
    );
    await page.route('**/*', (route) => this.#answer(page, route));
    page.on('popup', (popup) => this.#judgePopup(popup));
    page.on('close', () => this.#closed());
    await page.goto(url.replace(APP_ORIGIN, STANDIN_ORIGIN));
    this.emit('ready-to-show');
  }

  async #answer(page: Page, route: Route): Promise<void> {
    const request = route.request();
    const url = toReal(request.url());
    const moves = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (moves && page.url() !== 'about:blank') {
      let prevented = false;
      const event = { preventDefault: () => (prevented = true) };
      this.webContents.emit('will-navigate', event, url);
      if (prevented) {
        report('navigation denied', url);
        // "No content" leaves the page where it is, as a denied navigation does.
        return route.fulfill({ status: 204 });
      }
    }
    if (!url.startsWith(APP_ORIGIN) || !serveApp) return route.abort();
    const response = await serveApp(new Request(url));
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  #judgePopup(popup: Page): void {
    const answer = this.webContents.openHandler?.({
      url: popup.url(),
    } as Parameters<OpenHandler>[0]);
    if (answer?.action !== 'deny') return;
    report('window denied');
    void popup.close();
  }

  #closed(): void {
    windows.delete(this);
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }
}

export { MessageChannelMain } from './message-channel.ts';
