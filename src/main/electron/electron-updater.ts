import type { Updater } from './updater-port.ts';

/** The file of an AppImage, which the library replaces. Read at the start: it is kept out of our environment after that. */
const APP_IMAGE = process.env['APPIMAGE'];

/** Loads the library that downloads and installs updates; large, so only when somebody asks for one. */
export async function loadUpdater(): Promise<Updater> {
  const { autoUpdater } = await import('electron-updater');
  // Nothing is fetched or installed but what `Updates` says.
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
        // Its handler of the app's end is only added while this is set.
        autoUpdater.autoInstallOnAppQuit = true;
        await autoUpdater.downloadUpdate();
      }),
    installAtQuit(on) {
      autoUpdater.autoInstallOnAppQuit = on;
      // Nothing is started any more that could inherit it.
      if (on && APP_IMAGE !== undefined) process.env['APPIMAGE'] = APP_IMAGE;
    },
  };
}

/** Lets the library see its variable while it works. */
async function withAppImage<Value>(work: () => Promise<Value>): Promise<Value> {
  if (APP_IMAGE === undefined) return work();
  process.env['APPIMAGE'] = APP_IMAGE;
  try {
    return await work();
  } finally {
    delete process.env['APPIMAGE'];
  }
}
