import { resolve } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';

/** Smaller, panes overlap. */
const SMALLEST = { minWidth: 1024, minHeight: 640 };

const ICON = resolve(import.meta.dirname, '../../resources/icons/linux/512x512.png');

const LIGHT = '#f6f8f9';
const DARK = '#0f1518';

/**
 * A window of the app, not shown yet: sandboxed, isolated, in the colours of the theme from its first frame. `slot` names
 * the place whose size, position and display it takes over from the window that had it last.
 */
export function createWindow(preload: string, slot: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...SMALLEST,
    name: slot,
    windowStatePersistence: true,
    show: false,
    // Elsewhere the package carries it.
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
  // Alt alone would take the focus from a terminal to the bar; its keys work without it, and the page has a button.
  if (process.platform !== 'darwin') window.setMenuBarVisibility(false);
  return window;
}

/** Brings a window to the front, wherever it is. */
export function bringUp(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
