import { app as electron, Menu } from 'electron';
import type { App } from '../api/app.ts';
import { log } from '../core/log.ts';
import type { AppWindows } from './app-windows.ts';
import { type MenuState, type MenuVerbs, menuTemplate } from './menu-template.ts';

/** Most recent repositories in menus; the welcome screen has more. */
const RECENT = 10;

type Recent = MenuState['recent'];

/** The app menu, dock menu and jump list, rebuilt when their content changes. */
export class AppMenu {
  readonly #windows: AppWindows;
  readonly #verbs: MenuVerbs;
  #recent: Recent = [];
  #shown = '';

  constructor(windows: AppWindows, verbs: MenuVerbs) {
    this.#windows = windows;
    this.#verbs = verbs;
    windows.subscribe(() => this.#show());
    this.#show();
  }

  /** Reloads the recent repositories. */
  refreshRecent(app: App): void {
    app.recent
      .list()
      .then((all) => {
        this.#recent = all.slice(0, RECENT);
        this.#show();
        if (process.platform === 'darwin') this.#showInDock();
        if (process.platform === 'win32') showInJumpList(this.#recent);
      })
      .catch((thrown: unknown) => log.error('recent repositories could not be read', thrown));
  }

  #show(): void {
    const commands = this.#windows.front()?.commands ?? [];
    const state = { mac: process.platform === 'darwin', commands, recent: this.#recent };
    const text = JSON.stringify(state);
    // Replacing an open menu would close it.
    if (text === this.#shown) return;
    this.#shown = text;
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, this.#verbs)));
  }

  #showInDock(): void {
    const items = this.#recent.map(({ path, name }) => ({
      label: name,
      click: () => this.#verbs.openRecent(path),
    }));
    const open = { label: 'New window', click: () => this.#verbs.newWindow() };
    electron.dock?.setMenu(Menu.buildFromTemplate([open, { type: 'separator' }, ...items]));
  }
}

/** Windows starts the app with the entry's arguments; its own list of recent documents supports only files. */
function showInJumpList(recent: Recent): void {
  const root = electron.isPackaged ? [] : [`"${electron.getAppPath()}"`];
  electron.setJumpList([
    {
      type: 'custom',
      name: 'Recent repositories',
      items: recent.map(({ path, name }) => ({
        type: 'task' as const,
        title: name,
        description: path,
        program: process.execPath,
        args: [...root, `"--project=${path}"`].join(' '),
      })),
    },
  ]);
}
