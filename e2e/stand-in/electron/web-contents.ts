import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { ToMain } from '../page/messages.ts';
import type { CdpSession } from './cdp-session.ts';
import { PreventableEvent } from './events.ts';
import { invoke, ipcMain } from './ipc-main.ts';
import { fromPage, handOver } from './message-channel.ts';
import { Navigation } from './navigation.ts';
import { PageLink } from './page-link.ts';
import { runtime } from './runtime.ts';
import { toElectron } from './schemes.ts';
import { loud } from './strict.ts';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

const contentsById = new Map<number, StandInContents>();
let last = 0;

/** A page: its address, its zoom, its events, and the way to its preload. */
export class StandInContents extends EventEmitter {
  readonly id = ++last;
  /** What a test may look at: the page has been asked to do it. */
  audioMuted = false;
  _outward: Electron.WebContents | null = null;
  _openHandler: OpenHandler | null = null;
  _cdp: CdpSession | null = null;
  _targetId: string | null = null;
  _destroyed = false;
  private readonly ports = new Set<number>();
  private readonly preload: string | undefined;
  private link: PageLink | null = null;
  private crashed = false;
  private zoom = 0;
  private navigation: Navigation | null = null;
  private readonly closing: () => void;

  constructor(preload: string | undefined, closing: () => void) {
    super();
    this.preload = preload;
    this.closing = closing;
    contentsById.set(this.id, this);
  }

  /** Binds these contents to a page of the browser. */
  async _attach(targetId: string, size: { width: number; height: number }): Promise<void> {
    this._targetId = targetId;
    const cdp = await runtime().chromium.attach(targetId);
    this._cdp = cdp;
    this.link = new PageLink(
      cdp,
      (message) => this.fromPreload(message),
      () => this.closePorts(),
    );
    this.navigation = new Navigation(this, cdp);
    cdp.on('Inspector.targetCrashed', () => this.gone());
    await cdp.send('Page.enable');
    await this._resize(size);
    await this.link.install(this.preload);
    await this.navigation.watch();
    await this._applyTheme();
  }

  async _resize({ width, height }: { width: number; height: number }): Promise<void> {
    await this._cdp?.send('Emulation.setDeviceMetricsOverride', {
      width: Math.round(width / this.getZoomFactor()),
      height: Math.round(height / this.getZoomFactor()),
      deviceScaleFactor: 0,
      mobile: false,
    });
  }

  async _applyTheme(): Promise<void> {
    const value = runtime().theme();
    const features = value === 'system' ? [] : [{ name: 'prefers-color-scheme', value }];
    await this._cdp?.send('Emulation.setEmulatedMedia', { features });
  }

  async loadURL(url: string): Promise<void> {
    await this._attached();
    await this.navigation?.load(url);
  }

  _attached: () => Promise<void> = async () => undefined;

  reload(): void {
    this.crashed = false;
    this.navigation?.reload();
  }

  reloadIgnoringCache(): void {
    this.reload();
  }

  getURL(): string {
    return this.navigation?.url ?? '';
  }

  getTitle(): string {
    return this.navigation?.title ?? '';
  }

  isLoading(): boolean {
    return this.navigation?.loading ?? false;
  }

  isCrashed(): boolean {
    return this.crashed;
  }

  isDestroyed(): boolean {
    return this._destroyed;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this._openHandler = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    this.link?.send({ kind: 'message', channel, args: structuredClone(args), ports: [] });
  }

  postMessage(channel: string, message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    const ports = handOver(transfer, (id, data) => this.link?.send({ kind: 'port', id, data }));
    for (const id of ports) this.ports.add(id);
    this.link?.send({ kind: 'message', channel, args: [structuredClone(message)], ports });
  }

  /** Source: docs/api/web-contents.md: as if the page had called `window.close()`; the window goes with it. */
  close(): void {
    this.closing();
  }

  forcefullyCrashRenderer(): void {
    this._cdp?.send('Page.crash').catch(() => undefined);
  }

  getZoomLevel(): number {
    return this.zoom;
  }

  setZoomLevel(level: number): void {
    this.zoom = level;
    const factor = this.getZoomFactor();
    this._cdp?.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1 }).catch(() => undefined);
    this._zoomed(factor);
  }

  _zoomed: (factor: number) => void = () => undefined;

  get zoomLevel(): number {
    return this.zoom;
  }

  set zoomLevel(level: number) {
    this.setZoomLevel(level);
  }

  getZoomFactor(): number {
    return 1.2 ** this.zoom;
  }

  setZoomFactor(factor: number): void {
    this.setZoomLevel(Math.log(factor) / Math.log(1.2));
  }

  async setVisualZoomLevelLimits(): Promise<void> {}

  async executeJavaScript(code: string): Promise<unknown> {
    const answer = await this._cdp?.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    if (answer?.exceptionDetails) throw new Error(answer.exceptionDetails.text);
    return answer?.result.value;
  }

  get session(): Electron.Session {
    return runtime().session;
  }

  getUserAgent(): string {
    return 'Chrome Electron';
  }

  isDevToolsOpened(): boolean {
    return false;
  }

  focus(): void {
    this._cdp?.send('Page.bringToFront').catch(() => undefined);
  }

  isFocused(): boolean {
    return runtime().focusedContents() === this;
  }

  copy(): void {
    this.command('copy');
  }

  cut(): void {
    this.command('cut');
  }

  paste(): void {
    this.command('paste');
  }

  undo(): void {
    this.command('undo');
  }

  redo(): void {
    this.command('redo');
  }

  delete(): void {
    this.command('delete');
  }

  selectAll(): void {
    this.command('selectAll');
  }

  /** The editing commands that menus have for every page. */
  private command(name: string): void {
    const key = { key: 'F24', code: 'F24', windowsVirtualKeyCode: 135 };
    this._cdp
      ?.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key, commands: [name] })
      .then(() => this._cdp?.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }))
      .catch(() => undefined);
  }

  /** Drops files of this machine on a place of the page, which real drags do and Playwright cannot. */
  async _drop(paths: readonly string[], point: { x: number; y: number }): Promise<void> {
    const named = Object.fromEntries(paths.map((path) => [path.split('/').at(-1) ?? '', path]));
    this.link?.send({ kind: 'dropped', paths: named });
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await this._cdp?.send('Input.dispatchDragEvent', { type, ...point, data });
    }
  }

  _end(): void {
    if (this._destroyed) return;
    this.closePorts();
    this._destroyed = true;
    contentsById.delete(this.id);
    this.emit('destroyed');
  }

  _self(): Electron.WebContents {
    if (!this._outward) throw new Error('These contents have no outward face yet');
    return this._outward;
  }

  private fromPreload(message: ToMain): void {
    if (message.kind === 'port') {
      if (message.data === null) this.ports.delete(message.id);
      fromPage(message.id, message.data);
    } else if (message.kind === 'send') {
      ipcMain.emit(message.channel, this.event(), ...message.args);
    } else if (message.kind === 'invoke') {
      void invoke(message.channel, this.event(), message.args).then((outcome) =>
        this.link?.send({ kind: 'reply', id: message.id, ...outcome }),
      );
    } else if (message.kind === 'preload-error') {
      const error = Object.assign(new Error(message.message), { stack: message.stack });
      this.emit('preload-error', {}, this.preload, error);
    } else if (message.kind === 'key') runtime().keyPressed(message.key, this);
    else this.emit('context-menu', new PreventableEvent(), contextParams(message.params));
  }

  private event(): Electron.IpcMainInvokeEvent & Electron.IpcMainEvent {
    const url = this.getURL();
    const frame = { url, origin: new URL(url).origin, parent: null, detached: false };
    const senderFrame = loud('WebFrameMain', { ...frame, isDestroyed: () => this._destroyed });
    const event = Object.assign(new PreventableEvent(), {
      type: 'frame' as const,
      sender: this._self(),
      senderFrame,
      frameId: 1,
      processId: 1,
    });
    return loud('IpcMainEvent', event) as object as Electron.IpcMainInvokeEvent &
      Electron.IpcMainEvent;
  }

  private closePorts(): void {
    for (const id of this.ports) fromPage(id, null);
    this.ports.clear();
  }

  private gone(): void {
    this.crashed = true;
    this.link?.lose();
    // Source: docs/api/structures/render-process-gone-details.md.
    const details = { reason: 'crashed', exitCode: 5 };
    runtime().app.emit('render-process-gone', new PreventableEvent(), this._self(), details);
    this.emit('render-process-gone', new PreventableEvent(), details);
  }
}

function contextParams(given: Extract<ToMain, { kind: 'context-menu' }>['params']) {
  const { isEditable, selectionText, canUndo, pageURL } = given;
  const some = selectionText !== '';
  return loud('ContextMenuParams', {
    ...given,
    linkURL: toElectron(given.linkURL),
    pageURL: toElectron(pageURL),
    frameURL: toElectron(pageURL),
    srcURL: '',
    mediaType: 'none',
    hasImageContents: false,
    titleText: '',
    altText: '',
    suggestedFilename: '',
    misspelledWord: '',
    dictionarySuggestions: [],
    spellcheckEnabled: false,
    menuSourceType: 'mouse',
    editFlags: {
      canUndo: isEditable && canUndo,
      canRedo: false,
      canCut: isEditable && some,
      canCopy: some,
      canPaste: isEditable,
      canDelete: isEditable && some,
      canSelectAll: true,
      canEditRichly: false,
    },
  });
}

/** The module `webContents`. Playwright finds the window of a page by it. */
export const webContents = loud('webContents', {
  getAllWebContents: () => [...contentsById.values()].map((one) => one._self()),
  fromId: (id: number) => contentsById.get(id)?._self(),
  fromDevToolsTargetId: (targetId: string) =>
    [...contentsById.values()].find((one) => one._targetId === targetId)?._self(),
  _all: () => [...contentsById.values()],
  getFocusedWebContents: () => runtime().focusedContents()?._self() ?? null,
} satisfies Partial<typeof Electron.webContents> & { _all(): StandInContents[] });
