import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { PreventableEvent, prevented } from './events.ts';
import { record } from './records.ts';
import { isReady, provide, runtime } from './runtime.ts';
import { mortal } from './strict.ts';
import { StandInContents } from './web-contents.ts';

type Options = Electron.BrowserWindowConstructorOptions;

/** All windows that are not destroyed, the one with the focus last. */
let windows: StandInWindow[] = [];
let focused: StandInWindow | null = null;
let last = 0;

provide({ focusedContents: () => focused?._contents ?? null });

const DEFAULT = { x: 0, y: 0, width: 800, height: 600 };
/** What fills the one screen that there is. */
const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };

export class StandInWindow extends EventEmitter {
  readonly id = ++last;
  readonly webContents: Electron.WebContents;
  readonly _contents: StandInContents;
  /** The same window, when `this` is the view of it that the app holds. */
  readonly _raw: StandInWindow = this;
  /** What the app holds. */
  readonly outward: StandInWindow;
  private readonly options: Options;
  private bounds: Electron.Rectangle;
  private state: 'normal' | 'maximized' | 'minimized' | 'full' = 'normal';
  private before: 'normal' | 'maximized' | 'full' = 'normal';
  private shown: boolean;
  private destroyed = false;
  private title: string;
  private menuBar: 'shown' | 'hidden' | 'automatic';
  private readonly attached: Promise<void>;

  constructor(options: Options = {}) {
    super();
    // Source: lib/browser/api/browser-window.ts.
    if (!isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    this.options = options;
    this.title = options.title ?? 'Electron';
    this.shown = options.show ?? true;
    this.menuBar = options.autoHideMenuBar ? 'automatic' : 'shown';
    const { x = DEFAULT.x, y = DEFAULT.y } = options;
    const { width = DEFAULT.width, height = DEFAULT.height } = options;
    this.bounds = { x, y, width, height };
    this.outward = mortal('BrowserWindow', this, () => !this.destroyed);
    this._contents = new StandInContents(options.webPreferences?.preload, () => this.end());
    const contents = mortal('WebContents', this._contents, () => !this._contents._destroyed);
    this.webContents = contents as object as Electron.WebContents;
    this._contents._outward = this.webContents;
    windows.push(this);
    record('window', { ...options, webPreferences: options.webPreferences });
    this.attached = this.open();
    this._contents._attached = () => this.attached;
    this._contents._zoomed = () => this.resized();
    this._contents.once('did-finish-load', () => this.emit('ready-to-show'));
    runtime().app.emit('web-contents-created', new PreventableEvent(), this.webContents);
    runtime().app.emit('browser-window-created', new PreventableEvent(), this.outward);
    if (this.shown) this.show();
  }

  static getAllWindows(): StandInWindow[] {
    return windows.map((window) => window.outward);
  }

  static getFocusedWindow(): StandInWindow | null {
    return focused?.outward ?? null;
  }

  static fromId(id: number): StandInWindow | null {
    return windows.find((window) => window.id === id)?.outward ?? null;
  }

  static fromWebContents(contents: Electron.WebContents): StandInWindow | null {
    return windows.find((window) => window.webContents === contents)?.outward ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this._contents.loadURL(url);
  }

  reload(): void {
    this._contents.reload();
  }

  show(): void {
    this.shown = true;
    record('shown', this.id);
    this.emit('show');
    this.focus();
  }

  showInactive(): void {
    this.shown = true;
    record('shown', this.id);
    this.emit('show');
  }

  hide(): void {
    this.shown = false;
    this.emit('hide');
    this.blur();
  }

  /** Source: docs/api/browser-window.md: a window that is minimised gets no focus, nor does one that is hidden. */
  focus(): void {
    if (!this.shown || this.state === 'minimized' || focused === this._raw) return;
    focused?.blur();
    focused = this._raw;
    windows = [...windows.filter((window) => window !== this._raw), this._raw];
    record('focused', this.id);
    this._contents.focus();
    this.emit('focus');
    runtime().app.emit('browser-window-focus', new PreventableEvent(), this.outward);
  }

  blur(): void {
    if (focused !== this._raw) return;
    focused = null;
    this.emit('blur');
    runtime().app.emit('browser-window-blur', new PreventableEvent(), this.outward);
  }

  isFocused(): boolean {
    return focused === this._raw;
  }

  isVisible(): boolean {
    return this.shown && this.state !== 'minimized';
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  close(): void {
    if (prevented(this, 'close')) {
      runtime().app.emit('-window-kept');
      return;
    }
    this.end();
  }

  destroy(): void {
    this.end();
  }

  minimize(): void {
    if (this.state !== 'minimized') this.before = this.state;
    this.state = 'minimized';
    this.emit('minimize');
    this.blur();
  }

  restore(): void {
    if (this.state === 'minimized') this.state = this.before;
    else if (this.state === 'maximized') this.state = 'normal';
    else return;
    this.emit('restore');
    this.focus();
  }

  isMinimized(): boolean {
    return this.state === 'minimized';
  }

  maximize(): void {
    this.enter('maximized', 'maximize');
    if (!this.shown) this.show();
  }

  unmaximize(): void {
    if (this.state === 'maximized') this.enter('normal', 'unmaximize');
  }

  isMaximized(): boolean {
    return this.state === 'maximized';
  }

  setFullScreen(full: boolean): void {
    if (full) this.enter('full', 'enter-full-screen');
    else if (this.state === 'full') this.enter('normal', 'leave-full-screen');
  }

  isFullScreen(): boolean {
    return this.state === 'full';
  }

  isNormal(): boolean {
    return this.state === 'normal';
  }

  getBounds(): Electron.Rectangle {
    const fills = this.state === 'maximized' || this.state === 'full';
    return { ...(fills ? SCREEN : this.bounds) };
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.bounds };
  }

  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.bounds;
    this.bounds = { ...this.bounds, ...bounds };
    const { minWidth = 0, minHeight = 0 } = this.options;
    this.bounds.width = Math.max(this.bounds.width, minWidth);
    this.bounds.height = Math.max(this.bounds.height, minHeight);
    if (before.x !== this.bounds.x || before.y !== this.bounds.y) {
      this.emit('move');
      this.emit('moved');
    }
    this.resized();
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getSize(): number[] {
    const { width, height } = this.getBounds();
    return [width, height];
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  getPosition(): number[] {
    const { x, y } = this.getBounds();
    return [x, y];
  }

  setMinimumSize(minWidth: number, minHeight: number): void {
    Object.assign(this.options, { minWidth, minHeight });
  }

  get minimizable(): boolean {
    return this.options.minimizable ?? true;
  }

  setTitle(title: string): void {
    this.title = title;
    record('title', title);
  }

  getTitle(): string {
    return this.title;
  }

  setBackgroundColor(color: string): void {
    record('background', color);
  }

  setMenuBarVisibility(visible: boolean): void {
    this.menuBar = visible ? 'shown' : 'hidden';
  }

  isMenuBarVisible(): boolean {
    return this.menuBar === 'shown';
  }

  setAutoHideMenuBar(hide: boolean): void {
    this.menuBar = hide ? 'automatic' : 'shown';
  }

  isMenuBarAutoHide(): boolean {
    return this.menuBar === 'automatic';
  }

  setMenu(menu: Electron.Menu | null): void {
    record('menu of a window', menu !== null);
  }

  removeMenu(): void {
    this.setMenu(null);
  }

  flashFrame(flash: boolean): void {
    record('flash', flash);
  }

  setOverlayIcon(overlay: Electron.NativeImage | null, description: string): void {
    record('overlay', { set: overlay !== null, description });
  }

  setProgressBar(progress: number): void {
    record('progress', progress);
  }

  setRepresentedFilename(filename: string): void {
    record('represented', filename);
  }

  setDocumentEdited(edited: boolean): void {
    record('edited', edited);
  }

  moveTop(): void {
    record('on top', this.id);
  }

  setIcon(): void {
    record('icon');
  }

  private async open(): Promise<void> {
    const { width, height } = this.bounds;
    const { root } = runtime().chromium;
    const page = { url: 'about:blank', width, height };
    const targetId = await runtime().chromium.createPage(page);
    root.on('Target.targetDestroyed', (gone) => {
      if (gone.targetId === targetId) this.end();
    });
    await this._contents._attach(targetId, this.bounds);
  }

  private enter(state: 'normal' | 'maximized' | 'full', event: string): void {
    if (this.state === state) return;
    this.state = state;
    this.resized();
    // Words that TypeScript's overloads of `emit` know one by one.
    EventEmitter.prototype.emit.call(this, event);
  }

  private resized(): void {
    this._contents._resize(this.getBounds()).catch(() => undefined);
    this.emit('resize');
    this.emit('resized');
  }

  private end(): void {
    this._raw.endOnce();
  }

  private endOnce(): void {
    if (this.destroyed) return;
    this.blur();
    this.destroyed = true;
    windows = windows.filter((window) => window !== this);
    const targetId = this._contents._targetId;
    this._contents._end();
    if (targetId) {
      runtime()
        .chromium.root.send('Target.closeTarget', { targetId })
        .catch(() => undefined);
    }
    record('closed', this.id);
    this.emit('closed');
    if (windows.length === 0) runtime().app.emit('-all-windows-closed');
  }
}

/** The class as the app sees it: what it makes is the view that throws for what is missing or destroyed. */
export const BrowserWindow: typeof StandInWindow = new Proxy(StandInWindow, {
  construct: (made, given) => Reflect.construct(made, given).outward,
});
