import type { MenuItemConstructorOptions } from 'electron';
import type { ShellCommand } from '../../shared/shell/messages.ts';

/** The state shown by the menu. */
export interface MenuState {
  readonly mac: boolean;
  /** Commands of the front page; empty without a window. */
  readonly commands: readonly ShellCommand[];
  readonly recent: readonly { readonly path: string; readonly name: string }[];
}

/** Actions of menu items that are not commands of a page. */
export interface MenuVerbs {
  command(id: string): void;
  newWindow(): void;
  openFolder(): void;
  openRecent(path: string): void;
  clearRecent(): void;
  closePane(): void;
  reloadPage(): void;
  checkForUpdates(): void;
}

type Items = MenuItemConstructorOptions[];

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/** Shortcuts of text fields, shown in the *Edit* menu, which must reach the field. */
const EDIT_KEYS: ReadonlySet<string> = new Set(['Mod+Z', 'Mod+Shift+Z', 'Mod+A']);

/** Shortcuts that a menu can show: with Ctrl or Command, and a key with the same name on every system. */
const ACCELERATOR = /^Mod\+(Alt\+)?(Shift\+)?([A-Z0-9]|F\d{1,2})$/;

/** Duplicates under a second shortcut, and one command per terminal. */
const NOT_IN_MENUS = /\.anywhere$|^terminal\.\d$/;

/**
 * The app menu: the system's roles and the commands of the front page. Labels have no Alt mnemonics: even a hidden menu
 * bar would then take Alt and that letter from terminals.
 */
export function menuTemplate(state: MenuState, verbs: MenuVerbs): Items {
  const shown = state.commands.filter(({ id }) => !NOT_IN_MENUS.test(id));
  const items = (test: (command: ShellCommand) => boolean): Items =>
    shown.filter(test).map((command) => commandItem(command, verbs));
  const group = (name: ShellCommand['group']) => items((command) => command.group === name);
  const named = (pattern: RegExp) => items(({ id }) => pattern.test(id));
  const settings: Items = [
    ...named(/^settings\./),
    ...(shown.length > 0 ? [{ label: 'Theme', submenu: named(/^theme\./) }] : []),
  ];
  const updates = { label: 'Check for updates…', click: () => verbs.checkForUpdates() };
  return [
    ...(state.mac ? [{ role: 'appMenu' as const, submenu: macAppItems(settings, updates) }] : []),
    {
      label: 'File',
      submenu: fileItems({ state, settings, leave: named(/^project\.close$/), verbs }),
    },
    { label: 'Edit', submenu: editItems(verbs) },
    ...menuOf('Plan', group('Plan')),
    ...menuOf('Run', group('Run')),
    { label: 'View', submenu: [...group('View'), SEPARATOR, ...VIEW_ROLES] },
    { role: 'window', submenu: windowItems(state.mac) },
    {
      role: 'help',
      submenu: [
        ...named(/^(palette|help)/),
        SEPARATOR,
        { label: 'Reload the page', click: () => verbs.reloadPage() },
        { role: 'toggleDevTools', label: 'Developer tools' },
        ...(state.mac ? [] : [SEPARATOR, updates, { role: 'about' as const }]),
      ],
    },
  ];
}

/** Undo is the page's own: the system's would also change text fields that are not focused. */
const editItems = (verbs: MenuVerbs): Items => [
  pageItem('Undo', 'CmdOrCtrl+Z', () => verbs.command('plan.undo')),
  pageItem('Redo', 'CmdOrCtrl+Shift+Z', () => verbs.command('plan.redo')),
  SEPARATOR,
  { role: 'cut', label: 'Cut' },
  { role: 'copy', label: 'Copy' },
  { role: 'paste', label: 'Paste' },
  { role: 'delete', label: 'Delete' },
  SEPARATOR,
  { role: 'selectAll', label: 'Select all' },
];

/** The page handles the shortcut itself; the menu only shows it. */
function pageItem(label: string, accelerator: string, click: () => void): Items[number] {
  return { label, accelerator, registerAccelerator: false, click };
}

const VIEW_ROLES: Items = [
  { role: 'resetZoom', label: 'Actual size' },
  { role: 'zoomIn', label: 'Zoom in' },
  { role: 'zoomOut', label: 'Zoom out' },
  { role: 'togglefullscreen', label: 'Full screen' },
];

/** Not the system's window menu: its *Close* has the shortcut of ours, and would close the whole window. */
function windowItems(mac: boolean): Items {
  return [
    { role: 'minimize', label: 'Minimize' },
    ...(mac ? [{ role: 'zoom' as const }, SEPARATOR, { role: 'front' as const }] : []),
  ];
}

function menuOf(label: string, submenu: Items): Items {
  return submenu.length > 0 ? [{ label, submenu }] : [];
}

function macAppItems(settings: Items, updates: MenuItemConstructorOptions): Items {
  return [
    { role: 'about' },
    updates,
    SEPARATOR,
    { label: 'Settings', submenu: settings, enabled: settings.length > 0 },
    SEPARATOR,
    { role: 'services' },
    SEPARATOR,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    SEPARATOR,
    { role: 'quit' },
  ];
}

function fileItems(given: {
  readonly state: MenuState;
  readonly settings: Items;
  readonly leave: Items;
  readonly verbs: MenuVerbs;
}): Items {
  const { state, settings, leave, verbs } = given;
  const recent: Items = state.recent.map(({ path, name }) => ({
    label: `${escaped(name)}  ${escaped(path)}`,
    click: () => verbs.openRecent(path),
  }));
  const clear: Items = [
    SEPARATOR,
    { label: 'Clear recent repositories', click: () => verbs.clearRecent() },
  ];
  return [
    { label: 'New window', accelerator: 'CmdOrCtrl+Shift+N', click: () => verbs.newWindow() },
    { label: 'Open folder…', accelerator: 'CmdOrCtrl+O', click: () => verbs.openFolder() },
    {
      label: 'Open recent',
      enabled: recent.length > 0,
      submenu: recent.length > 0 ? [...recent, ...clear] : [],
    },
    ...leave,
    SEPARATOR,
    ...(state.mac || settings.length === 0
      ? []
      : [{ label: 'Settings', submenu: settings }, SEPARATOR]),
    { label: 'Close', accelerator: 'CmdOrCtrl+W', click: () => verbs.closePane() },
    ...(state.mac ? [] : [{ role: 'quit' as const }]),
  ];
}

function commandItem(command: ShellCommand, verbs: MenuVerbs): MenuItemConstructorOptions {
  const { id, title, chord, enabled } = command;
  // Single letters would be taken from text fields; the page handles them itself.
  const shown = chord && ACCELERATOR.test(chord) && !EDIT_KEYS.has(chord) ? chord : null;
  return {
    id,
    // Inside the theme menu, only the theme's name.
    label: escaped(title.replace(/^Theme: /, '')),
    enabled,
    click: () => verbs.command(id),
    ...(shown
      ? { accelerator: shown.replace('Mod', 'CmdOrCtrl'), registerAccelerator: false }
      : {}),
  };
}

/** An ampersand marks a menu mnemonic. */
function escaped(text: string): string {
  return text.replaceAll('&', '&&');
}
