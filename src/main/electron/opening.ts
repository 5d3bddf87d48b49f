import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { dialog, type OpenDialogOptions } from 'electron';
import type { App } from '../api/app.ts';
import { log } from '../core/log.ts';
import type { RecentProjects } from '../core/project/recent.ts';
import type { AppWindow, AppWindows } from './app-windows.ts';
import { linkedPath, plainly } from './links.ts';
import { bringUp } from './window.ts';

/** Opens projects in windows, for every way of asking. */
export class Opening {
  readonly #windows: AppWindows;
  readonly #recent: RecentProjects;
  readonly #core: Promise<App>;

  constructor(windows: AppWindows, recent: RecentProjects, core: Promise<App>) {
    this.#windows = windows;
    this.#recent = recent;
    this.#core = core;
  }

  /**
   * At the start: the requested project, otherwise the last one, otherwise the welcome screen. Does not wait for the
   * core.
   */
  async first(project: string | null): Promise<void> {
    this.#windows.open(project ?? (await this.#last()));
  }

  /** Opens a path that a person chose: by a second start, a menu, a dropped folder. */
  async open(path: string): Promise<void> {
    this.#windows.show(await this.#canonical(path));
  }

  /** Whether the page may show this project. If another window shows it, that one is brought to the front. */
  async claim(from: AppWindow, path: string): Promise<'here' | 'elsewhere'> {
    const project = await this.#canonical(path);
    const other = this.#windows.all().find((one) => one !== from && one.project === project);
    if (!other) {
      from.project = project;
      return 'here';
    }
    bringUp(other.window);
    return 'elsewhere';
  }

  /** Lets the person choose a folder; null when cancelled. */
  async pick(from: AppWindow | null): Promise<string | null> {
    const recent = await this.#recent.list();
    const near = recent[0] && dirname(recent[0].path);
    const options: OpenDialogOptions = {
      title: 'Open a repository',
      buttonLabel: 'Open',
      properties: ['openDirectory'],
      // Without a default path the dialog opens the downloads folder.
      ...(near && existsSync(near) ? { defaultPath: near } : {}),
    };
    const chosen = from
      ? await dialog.showOpenDialog(from.window, options)
      : await dialog.showOpenDialog(options);
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
  }

  async pickAndOpen(from: AppWindow | null): Promise<void> {
    const chosen = await this.pick(from);
    if (chosen) await this.open(chosen);
  }

  /** A URL passed by another program, which any web page can cause: ask first. */
  async link(text: string): Promise<void> {
    const path = linkedPath(text);
    if (!path) {
      log.info('an address that names no folder was left alone');
      return;
    }
    const there = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: there ? 'Open this folder in Tributary?' : 'This folder does not exist.',
      detail: `${plainly(path)}\n\nA link in another program asked for it.`,
      buttons: there ? ['Open', 'Cancel'] : ['OK'],
      defaultId: there ? 1 : 0,
      cancelId: there ? 1 : 0,
    });
    if (there && response === 0) await this.open(path);
  }

  /** The main checkout for a path, by which windows identify their project; the path itself when there is none. */
  async #canonical(path: string): Promise<string> {
    try {
      return (await (await this.#core).projects.open(path)).repo.path;
    } catch {
      // Not a repository at the moment: the page opens it again and reports why.
      return path;
    }
  }

  async #last(): Promise<string | null> {
    const [last] = await this.#recent.list();
    return last?.path ?? null;
  }
}
