import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { Key } from '../page/messages.ts';
import { matches, parseAccelerator } from './accelerator.ts';
import { BrowserWindow, type StandInWindow } from './browser-window.ts';
import { PreventableEvent } from './events.ts';
import { ROLES } from './menu-roles.ts';
import { record } from './records.ts';
import { loud } from './strict.ts';

type Template = readonly (Electron.MenuItemConstructorOptions | MenuItem)[];

let lastCommand = 0;
let applicationMenu: Menu | null = null;

/** Source: lib/browser/api/menu-item.ts. */
export class MenuItem {
  readonly commandId = ++lastCommand;
  readonly id: string;
  readonly type: Electron.MenuItem['type'];
  readonly role: Electron.MenuItemConstructorOptions['role'];
  readonly submenu: Menu | undefined;
  readonly accelerator: string | null;
  readonly registerAccelerator: boolean;
  readonly toolTip: string;
  readonly sublabel: string;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  private readonly clicked: Electron.MenuItemConstructorOptions['click'];

  constructor(options: Electron.MenuItemConstructorOptions) {
    const role = options.role === undefined ? undefined : ROLES[options.role.toLowerCase()];
    if (options.role !== undefined && !role) throw new Error(`Unknown role: ${options.role}`);
    const submenu = options.submenu ?? role?.submenu;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : asMenu(submenu);
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal');
    if (this.type === 'submenu' && !this.submenu) throw new Error('Invalid submenu');
    this.role = options.role;
    this.id = options.id ?? '';
    this.label = options.label ?? role?.label ?? '';
    this.accelerator = options.accelerator ?? role?.accelerator ?? null;
    if (this.accelerator !== null) parseAccelerator(this.accelerator);
    this.registerAccelerator = options.registerAccelerator ?? role?.registers ?? true;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.toolTip = options.toolTip ?? '';
    this.sublabel = options.sublabel ?? '';
    this.clicked = options.click;
  }

  /** Source: lib/browser/api/menu-item.ts: nothing for what is disabled; a role goes before a listener. */
  click(event?: object, window: StandInWindow | null = BrowserWindow.getFocusedWindow()): void {
    if (!this.enabled) return;
    record('menu item', this.label || this.role);
    const role = this.role === undefined ? undefined : ROLES[this.role.toLowerCase()];
    if (role) {
      role.app?.();
      if (window) role.window?.(window);
      if (window) role.contents?.(window._contents);
      return;
    }
    const given = event ?? new PreventableEvent();
    const item = this as object as Electron.MenuItem;
    this.clicked?.(
      item,
      window as object as Electron.BrowserWindow,
      given as Electron.KeyboardEvent,
    );
  }
}

function asMenu(submenu: unknown): Menu | undefined {
  return submenu instanceof Menu ? submenu : undefined;
}

export class Menu extends EventEmitter {
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: Template): Menu {
    if (!Array.isArray(template))
      throw new TypeError('Invalid template for Menu: must be an array');
    const menu = new Menu();
    for (const options of template) {
      const known = options instanceof MenuItem;
      // Source: lib/browser/api/menu.ts, areValidTemplateItems.
      if (!known && !('label' in options) && !('role' in options) && options.type !== 'separator') {
        throw new TypeError(
          'Invalid template for MenuItem: must have at least one of label, role or type',
        );
      }
      menu.append(known ? options : new MenuItem(options));
    }
    return loud('Menu', menu);
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
    record('menu', menu ? outline(menu) : null);
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }

  /** A key that the page left alone. */
  static _press(key: Key, window: StandInWindow): void {
    const item = applicationMenu?._find((one) => {
      const fires = one.accelerator !== null && one.registerAccelerator && one.enabled;
      return fires && matches(one.accelerator, key);
    });
    item?.click(undefined, window);
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }

  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): MenuItem | null {
    return this._find((item) => item.id === id);
  }

  /** Shows nothing: a test looks at the record and clicks an item of `lastPopup`. */
  popup(options: Electron.PopupOptions = {}): void {
    lastPopup = this;
    record('popup', outline(this));
    this.emit('menu-will-show');
    this._closed = options.callback ?? null;
  }

  closePopup(): void {
    if (lastPopup !== this) return;
    lastPopup = null;
    this.emit('menu-will-close');
    this._closed?.();
  }

  _closed: (() => void) | null = null;

  _find(wanted: (item: MenuItem) => boolean): MenuItem | null {
    for (const item of this.items) {
      const found = wanted(item) ? item : item.submenu?._find(wanted);
      if (found) return found;
    }
    return null;
  }
}

let lastPopup: Menu | null = null;

/** Chooses an item of the context menu that is open, by its label, and closes the menu. */
export function chooseInPopup(label: string): void {
  const menu = lastPopup;
  const item = menu?._find((one) => one.label === label && one.visible);
  if (!menu || !item) throw new Error(`No "${label}" in the open context menu`);
  menu.closePopup();
  item.click();
}

/** Labels, keys and states, as a person sees them. */
function outline(menu: Menu): object[] {
  return menu.items
    .filter((item) => item.visible)
    .map(({ type, label, accelerator, enabled, checked, submenu }) =>
      type === 'separator'
        ? { type }
        : {
            label,
            ...(accelerator ? { accelerator } : {}),
            ...(enabled ? {} : { enabled }),
            ...(checked ? { checked } : {}),
            ...(submenu ? { submenu: outline(submenu) } : {}),
          },
    );
}
