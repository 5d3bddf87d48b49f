import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app as electron } from 'electron';

/** Names the app to Windows, which shows notices of named apps alone; the packages carry the same name. */
export const APP_ID = 'dev.tributary.desktop';

/** Who this process is to the system, before anything is read or shown: its profile is under our own home. */
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
  // Unpackaged, the address would be registered for Electron's bare binary.
  if (electron.isPackaged) electron.setAsDefaultProtocolClient('tributary');
}
