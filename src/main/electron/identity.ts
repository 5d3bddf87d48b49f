import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app as electron } from 'electron';

/** The app's id on Windows, which shows notifications only of apps with one; the packages use the same id. */
export const APP_ID = 'dev.tributary.desktop';

/**
 * Sets name, version and folders of this process before anything is read or shown: its profile is inside our own home.
 */
export function takeIdentity(home: string, instance: string): void {
  electron.setName('Tributary');
  const profile = join(home, 'electron', instance);
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  electron.setPath('userData', profile);
  electron.setAppUserModelId(APP_ID);
  electron.setAboutPanelOptions({
    applicationName: 'Tributary',
    applicationVersion: electron.getVersion(),
    copyright: 'Apache License 2.0',
  });
  // Unpackaged, the URL scheme would be registered for the bare Electron binary.
  if (electron.isPackaged) electron.setAsDefaultProtocolClient('tributary');
}
