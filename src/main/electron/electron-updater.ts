import type { Updater } from './updates.ts';

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
    async find() {
      const result = await autoUpdater.checkForUpdates();
      return result?.isUpdateAvailable ? result.updateInfo.version : null;
    },
    async download() {
      // Its handler of the app's end is only added while this is set.
      autoUpdater.autoInstallOnAppQuit = true;
      await autoUpdater.downloadUpdate();
    },
    installAtQuit(on) {
      autoUpdater.autoInstallOnAppQuit = on;
    },
  };
}
