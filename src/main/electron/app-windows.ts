import { basename } from 'node:path';
import { BrowserWindow, type WebContents } from 'electron';
import type { ShellCommand, ShellEvent } from '../../shared/shell/messages.ts';
import { APP_URL } from './protocol.ts';
import { bringUp, createWindow } from './window.ts';

/** A window and what its page has reported. */
export interface AppWindow {
  readonly window: BrowserWindow;
  readonly slot: string;
  /** The project the window was opened for. */
  readonly initial: string | null;
  /** The project its page shows. */
  project: string | null;
  /** Number of items in its inbox. */
  waiting: number;
  commands: readonly ShellCommand[];
}

interface Options {
  readonly preload: string;
  /** Called for each new window before its page loads. */
  readonly onOpened: (opened: AppWindow) => void;
}

/** All windows of the app, at most one per project. */
export class AppWindows {
  readonly #options: Options;
  readonly #windows = new Map<WebContents, AppWindow>();
  readonly #listeners = new Set<() => void>();

  constructor(options: Options) {
    this.#options = options;
  }

  all(): readonly AppWindow[] {
    return [...this.#windows.values()];
  }

  of(contents: WebContents): AppWindow | null {
    return this.#windows.get(contents) ?? null;
  }

  /** The focused window, otherwise the one opened last. */
  front(): AppWindow | null {
    const focused = BrowserWindow.getFocusedWindow();
    return (focused && this.of(focused.webContents)) ?? this.all().at(-1) ?? null;
  }

  /**
   * Calls back when windows open, close or get the focus, or their pages report changes. Returns the unsubscribe
   * function.
   */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const one of this.all()) one.window.setTitle(titleOf(one));
    for (const listener of this.#listeners) listener();
  }

  /** Opens a window, shown once its page is ready. */
  open(project: string | null): AppWindow {
    const slot = this.#freeSlot();
    const window = createWindow(this.#options.preload, slot);
    const opened = { window, slot, initial: project, project, waiting: 0, commands: [] };
    const contents = window.webContents;
    this.#windows.set(contents, opened);
    window.once('ready-to-show', () => window.show());
    // Keep our own titles, which contain the project's name.
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('focus', () => this.changed());
    window.on('closed', () => {
      this.#windows.delete(contents);
      this.changed();
    });
    this.#options.onOpened(opened);
    this.changed();
    // Load failures are handled as events of the page.
    window.loadURL(APP_URL).catch(() => undefined);
    return opened;
  }

  /** Shows a project: in the window that has it, otherwise in an empty one, otherwise in a new one. */
  show(project: string): AppWindow {
    const there = this.all().find((one) => one.project === project);
    const empty = this.all().find((one) => one.project === null);
    const target = there ?? empty;
    if (!target) return this.open(project);
    if (target === empty) {
      target.project = project;
      this.tell(target, { kind: 'open', path: project });
    }
    bringUp(target.window);
    return target;
  }

  tell({ window }: AppWindow, event: ShellEvent): void {
    if (!window.isDestroyed()) window.webContents.send('shell', event);
  }

  /** The first window name that is not in use, so that windows reopen at their old positions. */
  #freeSlot(): string {
    const taken = new Set(this.all().map(({ slot }) => slot));
    for (let nth = 1; ; nth += 1) {
      const slot = `window-${nth}`;
      if (!taken.has(slot)) return slot;
    }
  }
}

function titleOf({ project, waiting }: AppWindow): string {
  const name = project === null ? 'Tributary' : `${basename(project)} - Tributary`;
  return waiting > 0 ? `(${waiting}) ${name}` : name;
}
