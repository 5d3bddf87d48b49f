import { basename } from 'node:path';
import { type BrowserWindow, dialog, app as electron, Notification } from 'electron';
import type { App } from '../api/app.ts';
import { log } from '../core/log.ts';
import type { AppWindow, AppWindows } from './app-windows.ts';

/** Milliseconds to roll back work and write files; then the app exits anyway. */
const LIMIT = 3_000;
/** Milliseconds for the system to show a last notification. */
const TAKEN_OVER = 300;
/** Milliseconds, within the limit, for pages to save. */
const PAGES = 500;

/** Live sessions, each with the path of its project. */
type Living = ReturnType<App['sessions']['all']>;

/** Quits the app: asks if something would be interrupted, stops it, waits, and leaves no process behind. */
export class Quitting {
  readonly #windows: AppWindows;
  #app: App | null = null;
  #last: () => void = () => undefined;
  #state: 'no' | 'asking' | 'closing' = 'no';
  /** Aborted when nobody can be asked: a signal, or the system is shutting down. */
  readonly #unasked = new AbortController();
  readonly #mayClose = new WeakSet<AppWindow>();
  /** False for the demo, which ends its sessions. */
  readonly #sessionsStay: boolean;

  constructor(windows: AppWindows, options: { readonly sessionsStay: boolean }) {
    this.#windows = windows;
    this.#sessionsStay = options.sessionsStay;
    electron.on('before-quit', (event) => {
      if (this.#state === 'closing') return;
      event.preventDefault();
      if (this.#state === 'no') this.#settle(this.#quit());
    });
    electron.on('window-all-closed', () => {
      // On macOS the app stays in the dock; while quitting, the app exits by itself.
      if (process.platform !== 'darwin' && this.#state === 'no') electron.quit();
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => this.now());
    }
  }

  /** Sets the core once it is ready. */
  attend(app: App): void {
    this.#app = app;
  }

  /** Sets a callback to run after everything is closed, right before the process exits. */
  beforeExit(last: () => void): void {
    this.#last = last;
  }

  /** Whether quitting now would interrupt something. */
  interrupts(): boolean {
    return (this.#app?.tasks.titles().length ?? 0) > 0;
  }

  /** Quits without asking. */
  now(): void {
    // Stop waiting for a question that is open.
    this.#unasked.abort();
    electron.quit();
  }

  /** Asks before a window is closed, if that is enabled and sessions work; closing the last window quits the app. */
  watchWindow(opened: AppWindow): void {
    // The Windows session ends.
    opened.window.on('session-end', () => this.now());
    opened.window.on('close', (event) => {
      if (this.#state === 'closing' || this.#mayClose.has(opened)) return;
      event.preventDefault();
      this.#settle(this.#closeWindow(opened));
    });
  }

  async #closeWindow(opened: AppWindow): Promise<void> {
    const last = this.#windows.all().length === 1 && process.platform !== 'darwin';
    if (last) {
      electron.quit();
      return;
    }
    const living = this.#living().filter(({ project }) => project === opened.project);
    if (await this.#wantsQuestion(living)) {
      const agreed = await ask(opened.window, {
        message: 'Close this window?',
        detail: goesOn(living),
        verb: 'Close',
      });
      if (!agreed) return;
    }
    this.#mayClose.add(opened);
    opened.window.close();
  }

  async #quit(): Promise<void> {
    this.#state = 'asking';
    if (!(await this.#agreedOrUnasked())) {
      this.#state = 'no';
      return;
    }
    this.#state = 'closing';
    const timer = AbortSignal.timeout(LIMIT);
    const late = new Promise<'late'>((resolve) => {
      timer.addEventListener('abort', () => resolve('late'));
    });
    const living = this.#living();
    if ((await Promise.race([this.#close(), late])) === 'late') {
      log.error('closing took too long and was cut off', new Error(`over ${LIMIT} ms`));
    }
    if (living.length > 0) await sayWhatGoesOn(living);
    this.#last();
    electron.exit(0);
  }

  async #agreedOrUnasked(): Promise<boolean> {
    const { signal } = this.#unasked;
    if (signal.aborted) return true;
    const unasked = new Promise<boolean>((resolve) => {
      signal.addEventListener('abort', () => resolve(true));
    });
    return Promise.race([unasked, this.#agreed()]);
  }

  /** Whether the person agrees. Asks only if something would be interrupted, or if they want to be asked. */
  async #agreed(): Promise<boolean> {
    const running = this.#app?.tasks.titles() ?? [];
    const living = this.#living();
    if (running.length === 0 && !(await this.#wantsQuestion(living))) return true;
    const interrupted =
      running.length > 0
        ? `This is stopped and rolled back; nothing is left half done:\n${running.join('\n')}`
        : '';
    return ask(null, {
      message: running.length > 0 ? 'Stop what is running and quit?' : 'Quit Tributary?',
      detail: [interrupted, living.length > 0 ? goesOn(living) : ''].filter(Boolean).join('\n\n'),
      verb: 'Quit',
    });
  }

  async #wantsQuestion(living: Living): Promise<boolean> {
    return living.length > 0 && ((await this.#app?.preferences.read())?.askOnClose ?? false);
  }

  async #close(): Promise<void> {
    await this.#closePages();
    await this.#app?.close();
  }

  /** Pages save when they are closed, but not when the process exits. */
  async #closePages(): Promise<void> {
    const closed = this.#windows
      .all()
      .map(({ window }) => new Promise<void>((resolve) => window.once('closed', () => resolve())));
    for (const { window } of this.#windows.all()) window.close();
    const enough = new Promise<void>((resolve) => {
      setTimeout(resolve, PAGES);
    });
    await Promise.race([Promise.all(closed), enough]);
  }

  /** The sessions that continue without the app. */
  #living(): Living {
    const all = (this.#sessionsStay && this.#app?.sessions.all()) || [];
    return all.filter(({ view }) => view.alive);
  }

  #settle(work: Promise<void>): void {
    work.catch((thrown: unknown) => {
      log.error('quitting failed', thrown);
      electron.exit(1);
    });
  }
}

/** Asks a question whose default answer changes nothing. */
async function ask(
  window: BrowserWindow | null,
  words: { readonly message: string; readonly detail: string; readonly verb: string },
): Promise<boolean> {
  const { message, detail, verb } = words;
  const buttons = [verb, 'Cancel'];
  const options = {
    type: 'question' as const,
    message,
    detail,
    buttons,
    defaultId: 1,
    cancelId: 1,
  };
  const { response } = window
    ? await dialog.showMessageBox(window, options)
    : await dialog.showMessageBox(options);
  return response === 0;
}

function goesOn(living: Living): string {
  const projects = [...new Set(living.map(({ project }) => basename(project)))].join(', ');
  return living.length === 1
    ? `One session of ${projects} keeps running in the background.`
    : `${living.length} sessions of ${projects} keep running in the background.`;
}

/** On stderr and as a notification, which must reach the system before the process exits. */
async function sayWhatGoesOn(living: Living): Promise<void> {
  process.stderr.write(`${goesOn(living)}\n`);
  if (!Notification.isSupported()) return;
  const body = 'Open Tributary to see them again.';
  const notice = new Notification({
    id: 'background',
    title: goesOn(living),
    body,
    silent: true,
  });
  await new Promise<void>((resolve) => {
    notice.on('show', () => resolve());
    notice.on('failed', () => resolve());
    setTimeout(resolve, TAKEN_OVER);
    notice.show();
  });
}
