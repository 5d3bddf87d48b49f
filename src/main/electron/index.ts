import { join, resolve } from 'node:path';
import { BrowserWindow, app as electron, ipcMain, Menu, protocol, session } from 'electron';
import { createApp } from '../core/app.ts';
import { log } from '../core/log.ts';
import { tributaryHome } from '../core/session/home.ts';
import { offerNotices } from './notices.ts';
import { offerPorts } from './ports.ts';
import { serveBundle } from './protocol.ts';
import { confine, openWindow } from './window.ts';

/** The desktop shell: everything it does beyond windows is in the core. */

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

const out = resolve(import.meta.dirname, '..');
const app = createApp({
  home: tributaryHome(),
  scripts: import.meta.dirname,
  version: electron.getVersion(),
  initial: process.argv.slice(2).find((word) => !word.startsWith('-')) ?? null,
});

electron.on('web-contents-created', (_event, contents) => confine(contents));
electron.on('window-all-closed', () => electron.quit());
electron.on('activate', () => {
  if (BrowserWindow.getAllWindows().length === 0) show();
});
electron.on('will-quit', () => {
  // Sessions live in their host and go on.
  app.close().catch((thrown: unknown) => log.error('closing failed', thrown));
});

electron
  .whenReady()
  .then(() => {
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
      answer(false),
    );
    serveBundle(protocol, join(out, 'renderer'));
    offerPorts(ipcMain, app);
    offerNotices(ipcMain);
    Menu.setApplicationMenu(applicationMenu());
    show();
  })
  .catch(fatal);

function show(): void {
  openWindow(join(out, 'preload/index.cjs')).catch(fatal);
}

function fatal(thrown: unknown): void {
  log.error('the desktop shell failed to start', thrown);
  electron.exit(3);
}

/** The system's own roles: copy and paste need a menu on macOS, reload and zoom are expected everywhere. */
function applicationMenu(): Menu {
  return Menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { role: 'viewMenu' },
    { role: 'windowMenu' },
  ]);
}
