import type { Updater } from './updater-port.ts';

/** Path of the running AppImage, which the updater replaces. Read at the start, then removed from the environment. */
const APP_IMAGE = process.env['APPIMAGE'];

/** Loads electron-updater on demand, because it is large. */
export async function loadUpdater(): Promise<Updater> {
  const { autoUpdater } = await import('electron-updater');
  // Download and install only when `Updates` says so.
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = false;
  autoUpdater.autoRunAppAfterInstall = false;
  autoUpdater.allowDowngrade = false;
  autoUpdater.logger = null;
  return {
    find: () =>
      withAppImage(async () => {
        const result = await autoUpdater.checkForUpdates();
        return result?.isUpdateAvailable ? result.updateInfo.version : null;
      }),
    download: () =>
      withAppImage(async () => {
        // The quit handler is only installed while this is set.
        autoUpdater.autoInstallOnAppQuit = true;
        await autoUpdater.downloadUpdate();
      }),
    installAtQuit(on) {
      autoUpdater.autoInstallOnAppQuit = on;
      // Nothing is started any more that could inherit the variable.
      if (on && APP_IMAGE !== undefined) process.env['APPIMAGE'] = APP_IMAGE;
    },
  };
}

/** Sets the variable for the library while it works. */
async function withAppImage<Value>(work: () => Promise<Value>): Promise<Value> {
  if (APP_IMAGE === undefined) return work();
  process.env['APPIMAGE'] = APP_IMAGE;
  try {
    return await work();
  } finally {
    delete process.env['APPIMAGE'];
  }
}
