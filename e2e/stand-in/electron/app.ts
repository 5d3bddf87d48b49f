import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type Electron from 'electron';
import { BrowserWindow } from './browser-window.ts';
import { PreventableEvent, prevented } from './events.ts';
import { InstanceLock } from './instance-lock.ts';
import { keepRecordsIn, record } from './records.ts';
import { isReady, provide, runtime } from './runtime.ts';
import { loud } from './strict.ts';

/** Node's own way out, which emits `exit`: `process.exit` itself leads here, as in Electron. */
export const exitNow = process.exit.bind(process);

type PathName = Parameters<Electron.App['getPath']>[0];

class StandInApp extends EventEmitter {
  readonly commandLine = loud('app.commandLine', new CommandLine());
  readonly isPackaged = false;
  readonly dock: Electron.Dock | undefined = process.platform === 'darwin' ? makeDock() : undefined;
  userAgentFallback = 'Chrome Electron';
  private quitting = false;
  private shownName = 'Electron';
  private version = process.versions['electron'] ?? '';
  private appPath = process.cwd();
  private readonly paths = new Map<string, string>();
  private readonly lock = new InstanceLock();
  private badge = 0;
  private whenDone: () => void = () => undefined;
  private readonly ready = new Promise<void>((done) => {
    this.whenDone = done;
  });

  constructor() {
    super();
    this.on('-quit', () => this.quit());
    this.on('-window-kept', () => {
      this.quitting = false;
    });
    this.on('-all-windows-closed', () => this.allClosed());
  }

  /** The browser runs: what waits for `ready` goes on. */
  _becomeReady(): void {
    keepRecordsIn(this.getPath('userData'));
    this.emit('ready', new PreventableEvent(), {});
    this.whenDone();
    this.lock.watch(({ argv, cwd, data }) =>
      this.emit('second-instance', new PreventableEvent(), argv, cwd, data),
    );
  }

  whenReady(): Promise<void> {
    return this.ready;
  }

  isReady(): boolean {
    return isReady();
  }

  get name(): string {
    return this.shownName;
  }

  set name(name: string) {
    this.shownName = name;
  }

  getName(): string {
    return this.shownName;
  }

  setName(name: string): void {
    this.shownName = name;
  }

  getVersion(): string {
    return this.version;
  }

  /** Source: default_app/main.ts sets it from the package of the folder that is run. */
  setVersion(version: string): void {
    this.version = version;
  }

  setDesktopName(name: string): void {
    record('desktop name', name);
  }

  setAppPath(path: string): void {
    this.appPath = path;
  }

  getAppPath(): string {
    return this.appPath;
  }

  /** Source: docs/api/app.md: `userData` is `appData` and the name of the app, unless it was set. */
  getPath(name: PathName): string {
    const known = this.paths.get(name);
    if (known !== undefined) return known;
    const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    const places: Partial<Record<PathName, () => string>> = {
      home: () => homedir(),
      appData: () => config,
      userData: () => join(this.getPath('appData'), this.startName),
      sessionData: () => this.getPath('userData'),
      temp: () => tmpdir(),
      exe: () => process.execPath,
      module: () => process.execPath,
      logs: () => join(this.getPath('userData'), 'logs'),
      desktop: () => join(homedir(), 'Desktop'),
      documents: () => join(homedir(), 'Documents'),
      downloads: () => join(homedir(), 'Downloads'),
    };
    const place = places[name];
    if (!place) throw new Error(`Failed to get '${name}' path`);
    return place();
  }

  /** The name at the start: Electron fixes the folder then. */
  private get startName(): string {
    return this.shownName;
  }

  setPath(name: string, path: string): void {
    if (resolve(path) !== path) throw new Error('Path must be absolute');
    // Source: docs/api/app.md: the folder of the session must be set before the ready event.
    if (isReady() && (name === 'userData' || name === 'sessionData'))
      record('path set too late', name);
    // Source: docs/api/app.md: a folder that does not exist is an error.
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    this.paths.set(name, path);
  }

  setAppLogsPath(path = join(this.getPath('userData'), 'logs')): void {
    this.setPath('logs', path);
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    return this.lock.request(this.getPath('userData'), additionalData);
  }

  hasSingleInstanceLock(): boolean {
    return this.lock.held;
  }

  releaseSingleInstanceLock(): void {
    this.lock.release();
  }

  /**
   * Source: docs/api/app.md: `before-quit`, then each window closes, then `will-quit`, then `quit`. A listener stops it
   * at any of the first three; nothing waits for a promise.
   */
  quit(): void {
    if (this.quitting) return;
    if (prevented(this, 'before-quit')) {
      record('quit prevented', 'before-quit');
      return;
    }
    this.quitting = true;
    for (const window of BrowserWindow.getAllWindows()) {
      window.close();
      if (!this.quitting) record('quit prevented', 'close');
      if (!this.quitting) return;
    }
    this.leave();
  }

  /** Source: docs/api/app.md: closes all windows without asking, and skips `before-quit` and `will-quit`. */
  exit(code = 0): void {
    this.quitting = true;
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
    this.end(code);
  }

  relaunch(options?: Electron.RelaunchOptions): void {
    record('relaunch', options);
  }

  focus(): void {
    BrowserWindow.getAllWindows().at(-1)?.focus();
  }

  getLocale(): string {
    return 'en-US';
  }

  setBadgeCount(count = 0): boolean {
    this.badge = count;
    record('badge', count);
    return true;
  }

  getBadgeCount(): number {
    return this.badge;
  }

  addRecentDocument(path: string): void {
    record('recent document', path);
  }

  clearRecentDocuments(): void {
    record('recent documents cleared');
  }

  setUserTasks(tasks: Electron.Task[]): boolean {
    record('user tasks', tasks);
    return true;
  }

  setJumpList(categories: Electron.JumpListCategory[] | null): 'ok' {
    record('jump list', categories);
    return 'ok';
  }

  setAsDefaultProtocolClient(protocol: string, path?: string, args?: string[]): boolean {
    record('protocol client', { protocol, path, args });
    return true;
  }

  isDefaultProtocolClient(): boolean {
    return false;
  }

  removeAsDefaultProtocolClient(protocol: string): boolean {
    record('no protocol client', protocol);
    return true;
  }

  setAppUserModelId(id: string): void {
    record('app user model id', id);
  }

  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    record('about panel options', options);
  }

  showAboutPanel(): void {
    record('about panel');
  }

  disableHardwareAcceleration(): void {
    if (isReady())
      throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
  }

  enableSandbox(): void {
    if (isReady()) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  getGPUFeatureStatus(): object {
    return {};
  }

  getAppMetrics(): Electron.ProcessMetric[] {
    return [];
  }

  get applicationMenu(): never {
    throw new Error('The stand-in for Electron lacks app.applicationMenu: use Menu');
  }

  private allClosed(): void {
    // Source: docs/api/app.md: not emitted while the app quits.
    if (this.quitting) return;
    if (this.listenerCount('window-all-closed') === 0) this.quit();
    else this.emit('window-all-closed');
  }

  private leave(): void {
    if (prevented(this, 'will-quit')) {
      this.quitting = false;
      record('quit prevented', 'will-quit');
      return;
    }
    this.end(0);
  }

  private end(code: number): void {
    this.emit('quit', new PreventableEvent(), code);
    record('quit', code);
    this.lock.release();
    // What runs just now comes to its end, as in Electron; nothing that was begun does.
    process.nextTick(() => {
      if (isReady()) runtime().chromium.endNow();
      exitNow(code);
    });
  }
}

class CommandLine {
  private readonly switches = new Map<string, string>();

  appendSwitch(name: string, value = ''): void {
    this.switches.set(name, value);
  }

  appendArgument(): void {}

  hasSwitch(name: string): boolean {
    return this.switches.has(name) || process.argv.some((word) => isSwitch(word, name));
  }

  getSwitchValue(name: string): string {
    const given = process.argv.find((word) => isSwitch(word, name));
    return this.switches.get(name) ?? given?.split('=').slice(1).join('=') ?? '';
  }

  removeSwitch(name: string): void {
    this.switches.delete(name);
  }

  _all(): string[] {
    return [...this.switches].map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`));
  }
}

function isSwitch(word: string, name: string): boolean {
  return word === `--${name}` || word.startsWith(`--${name}=`);
}

function makeDock(): Electron.Dock {
  const dock = {
    bounce(type?: string) {
      record('dock bounce', type);
      return 1;
    },
    cancelBounce: (id: number) => record('dock bounce cancelled', id),
    setBadge: (text: string) => record('dock badge', text),
    getBadge: () => '',
    setMenu: (menu: object) => record('dock menu', menu !== null),
    setIcon: () => record('dock icon'),
    hide: () => record('dock hidden'),
    show: async () => record('dock shown'),
    isVisible: () => true,
  };
  return loud('app.dock', dock) as object as Electron.Dock;
}

export const app = loud('app', new StandInApp());
provide({ app });
