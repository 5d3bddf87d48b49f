import { resolve } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';

/** In a smaller window, panes would overlap. */
const SMALLEST = { minWidth: 1024, minHeight: 640 };

const ICON = resolve(import.meta.dirname, '../../resources/icons/linux/512x512.png');

const LIGHT = '#f6f8f9';
const DARK = '#0f1518';

/**
 * Creates a window, not shown yet: sandboxed, isolated, in the theme's colours from the first frame. `slot` names the
 * window whose stored size, position and display it uses.
 */
export function createWindow(preload: string, slot: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...SMALLEST,
    name: slot,
    windowStatePersistence: true,
    show: false,
    // Elsewhere the icon is part of the package.
    ...(process.platform === 'linux' ? { icon: ICON } : {}),
    title: 'Tributary',
    backgroundColor: nativeTheme.shouldUseDarkColors ? DARK : LIGHT,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  // Alt alone would move the focus from a terminal to the menu bar. Shortcuts work without it, and the page has a menu
  // button.
  if (process.platform !== 'darwin') window.setMenuBarVisibility(false);
  return window;
}

/** Brings a window to the front, also when it is minimised. */
export function bringUp(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
