import type Electron from 'electron';
import type { StandInWindow } from './browser-window.ts';
import { runtime } from './runtime.ts';
import type { StandInContents } from './web-contents.ts';

const isMac = process.platform === 'darwin';

interface Role {
  readonly label: string;
  readonly accelerator?: string;
  /** Copy and the like are shown with their keys, which the page itself handles. */
  readonly registers?: false;
  readonly window?: (window: StandInWindow) => void;
  readonly contents?: (contents: StandInContents) => void;
  readonly app?: () => void;
  readonly submenu?: readonly Electron.MenuItemConstructorOptions[];
}

const separator = { type: 'separator' } as const;
const nothing = (label: string): Role => ({ label });
const zoom = (by: number) => (contents: StandInContents) => {
  contents.zoomLevel += by;
};

/** Source: lib/browser/api/menu-item-roles.ts: what each role is called, which keys it has and what it does. */
export const ROLES: Readonly<Record<string, Role>> = {
  about: nothing('About'),
  services: nothing('Services'),
  hide: nothing('Hide'),
  hideothers: nothing('Hide Others'),
  unhide: nothing('Show All'),
  front: nothing('Bring All to Front'),
  help: nothing('Help'),
  window: nothing('Window'),
  zoom: nothing('Zoom'),
  recentdocuments: nothing('Open Recent'),
  clearrecentdocuments: nothing('Clear Menu'),
  toggledevtools: nothing('Toggle Developer Tools'),
  close: { label: 'Close', accelerator: 'CommandOrControl+W', window: (one) => one.close() },
  minimize: {
    label: 'Minimize',
    accelerator: 'CommandOrControl+M',
    window: (one) => one.minimize(),
  },
  copy: {
    label: 'Copy',
    accelerator: 'CommandOrControl+C',
    registers: false,
    contents: (one) => one.copy(),
  },
  cut: {
    label: 'Cut',
    accelerator: 'CommandOrControl+X',
    registers: false,
    contents: (one) => one.cut(),
  },
  paste: {
    label: 'Paste',
    accelerator: 'CommandOrControl+V',
    registers: false,
    contents: (one) => one.paste(),
  },
  pasteandmatchstyle: { label: 'Paste and Match Style', contents: (one) => one.paste() },
  undo: { label: 'Undo', accelerator: 'CommandOrControl+Z', contents: (one) => one.undo() },
  redo: { label: 'Redo', accelerator: 'Shift+CommandOrControl+Z', contents: (one) => one.redo() },
  delete: { label: 'Delete', contents: (one) => one.delete() },
  selectall: {
    label: 'Select All',
    accelerator: 'CommandOrControl+A',
    contents: (one) => one.selectAll(),
  },
  reload: { label: 'Reload', accelerator: 'CmdOrCtrl+R', window: (one) => one.reload() },
  forcereload: {
    label: 'Force Reload',
    accelerator: 'Shift+CmdOrCtrl+R',
    window: (one) => one.reload(),
  },
  resetzoom: {
    label: 'Actual Size',
    accelerator: 'CommandOrControl+0',
    contents: (one) => one.setZoomLevel(0),
  },
  zoomin: { label: 'Zoom In', accelerator: 'CommandOrControl+Plus', contents: zoom(0.5) },
  zoomout: { label: 'Zoom Out', accelerator: 'CommandOrControl+-', contents: zoom(-0.5) },
  togglefullscreen: {
    label: 'Toggle Full Screen',
    accelerator: isMac ? 'Control+Command+F' : 'F11',
    window: (one) => one.setFullScreen(!one.isFullScreen()),
  },
  quit: {
    label: 'Quit',
    accelerator: 'CommandOrControl+Q',
    app: () => void runtime().app.emit('-quit'),
  },
  appmenu: {
    label: 'App',
    submenu: [
      { role: 'about' },
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  },
  filemenu: { label: 'File', submenu: [isMac ? { role: 'close' } : { role: 'quit' }] },
  editmenu: {
    label: 'Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'delete' },
      separator,
      { role: 'selectAll' },
    ],
  },
  viewmenu: {
    label: 'View',
    submenu: [
      { role: 'reload' },
      { role: 'forceReload' },
      { role: 'toggleDevTools' },
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
    ],
  },
  windowmenu: {
    label: 'Window',
    submenu: [
      { role: 'minimize' },
      { role: 'zoom' },
      isMac ? { role: 'front' } : { role: 'close' },
    ],
  },
};
