/**
 * A stand-in for the package `electron`: enough of it to run the *built* main process and preload against a real page in
 * Chromium, and stricter than Electron where the two could differ. What it does not have throws with its name. It cannot
 * show native windows, menus and dialogs, the sandbox of the operating system, or Electron's own binary.
 */
import './keys.ts';
import { dropFiles } from './drop.ts';
import { chooseInPopup } from './menu.ts';
import { clickNotice } from './notification.ts';
import { records } from './records.ts';

export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { clipboard } from './clipboard.ts';
export { crashReporter } from './crash-reporter.ts';
export { dialog } from './dialog.ts';
export { ipcMain } from './ipc-main.ts';
export { Menu, MenuItem } from './menu.ts';
export { MessageChannelMain } from './message-channel.ts';
export { nativeImage } from './native-image.ts';
export { nativeTheme } from './native-theme.ts';
export { Notification } from './notification.ts';
export { powerMonitor, powerSaveBlocker } from './power.ts';
export { protocol } from './schemes.ts';
export { screen } from './screen.ts';
export { session } from './session.ts';
export { shell } from './shell.ts';
export { Tray } from './tray.ts';
export { webContents } from './web-contents.ts';

/** For tests only: what the app asked of the system, and what a person does with it. */
export const standIn = { records, chooseInPopup, clickNotice, dropFiles };
