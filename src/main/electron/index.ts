import { join, resolve } from 'node:path';
import {
  crashReporter,
  dialog,
  app as electron,
  ipcMain,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
} from 'electron';
import * as z from 'zod';
import { type App, createApp } from '../api/app.ts';
import { themeAtStart } from '../core/layout/preferences-file.ts';
import { log } from '../core/log.ts';
import { RecentProjects } from '../core/project/recent.ts';
import { applyLoginEnvironment } from '../core/session/process-environment.ts';
import { tributaryHome } from '../core/session/tributary-home.ts';
import { AppMenu } from './app-menu.ts';
import { AppWindows } from './app-windows.ts';
import { readArguments } from './arguments.ts';
import { showAttention } from './attention.ts';
import { confine, limitPermissions } from './confine.ts';
import { offerContextMenu } from './context-menu.ts';
import { takeIdentity } from './identity.ts';
import { tellLauncher } from './launcher-pipe.ts';
import { Notices } from './notices.ts';
import { Opening } from './opening.ts';
import { watchPage } from './page-faults.ts';
import { pageService } from './page-service.ts';
import { offerPorts } from './ports.ts';
import { watchProcesses } from './process-faults.ts';
import { SCHEME, serveBundle } from './protocol.ts';
import { Quitting } from './quit.ts';
import { openShellChannel } from './shell-channel.ts';
import { type UpdateAnswer, Updates, whyNoUpdates } from './updates.ts';
import { stayAwake } from './wakefulness.ts';
import { bringUp } from './window.ts';

/** The desktop shell: what it does beyond windows is in the core. */

/** What a second start passes to the running app. */
const handedOver = z.object({ project: z.string().nullable(), link: z.string().nullable() });

const out = resolve(import.meta.dirname, '..');
const home = tributaryHome();
const given = readArguments(process.argv, { packaged: electron.isPackaged, cwd: process.cwd() });
const demo = given.instance.startsWith('demo');

protocol.registerSchemesAsPrivileged([SCHEME]);
try {
  takeIdentity(home, given.instance);
  // Crash reports stay on this machine, in the app's profile.
  crashReporter.start({ uploadToServer: false });
  if (electron.requestSingleInstanceLock({ project: given.project, link: given.link })) run();
  else {
    tellLauncher('handed over');
    electron.exit(0);
  }
} catch (thrown) {
  // E.g. a read-only home. Dialogs require the app to be ready.
  void electron.whenReady().then(() => fatal(thrown));
}

function run(): void {
  log.start(home);
  nativeTheme.themeSource = themeAtStart(home);

  const windows = new AppWindows({
    preload: join(out, 'preload/index.cjs'),
    onOpened(opened) {
      opened.window.once('show', () => tellLauncher('shown'));
      quitting.watchWindow(opened);
      watchPage(windows, opened);
    },
  });
  const quitting = new Quitting(windows, { sessionsStay: !demo });
  const core = electron.whenReady().then(startCore);
  const opening = new Opening(windows, new RecentProjects(home), core);
  const notices = new Notices(windows);
  const updates = new Updates({
    version: electron.getVersion(),
    unavailable: whyNoUpdates({
      packaged: electron.isPackaged,
      resources: process.resourcesPath,
      platform: process.platform,
      env: process.env,
    }),
    merging: () => quitting.interrupts(),
  });
  quitting.beforeExit(() => updates.beforeExit());
  const report = (work: Promise<unknown>) => {
    work.catch((thrown: unknown) => log.incident('the desktop shell', thrown));
  };
  watchProcesses(windows);
  electron.on('web-contents-created', (_event, contents) => {
    confine(contents);
    offerContextMenu(contents);
  });
  electron.on('activate', () => {
    if (windows.all().length === 0) report(opening.first(null));
  });
  electron.on('second-instance', (_event, ...[, , additional]) => {
    const asked = handedOver.safeParse(additional).data;
    const front = windows.front();
    if (asked?.link) report(opening.link(asked.link));
    else if (asked?.project) report(opening.open(asked.project));
    else if (front) bringUp(front.window);
    else report(opening.first(null));
  });
  // A folder dropped on the dock, or opened from the list of recent documents.
  electron.on('open-file', (event, path) => {
    event.preventDefault();
    report(electron.whenReady().then(() => opening.open(path)));
  });
  electron.on('open-url', (event, link) => {
    event.preventDefault();
    report(electron.whenReady().then(() => opening.link(link)));
  });

  electron
    .whenReady()
    .then(async () => {
      limitPermissions(session.defaultSession);
      serveBundle(protocol, join(out, 'renderer'));
      offerPorts(ipcMain, windows, core);
      const menu = new AppMenu(windows, {
        command(id) {
          const front = windows.front();
          if (front) windows.tell(front, { kind: 'command', id });
        },
        newWindow: () => void windows.open(null),
        openFolder: () => report(opening.pickAndOpen(windows.front())),
        openRecent: (path) => report(opening.open(path)),
        clearRecent: () => report(core.then((app) => app.recent.clear()).then(refreshRecent)),
        closePane() {
          const front = windows.front();
          if (front) windows.tell(front, { kind: 'close-pane' });
        },
        reloadPage: () => windows.front()?.window.webContents.reload(),
        checkForUpdates: () => report(updates.check().then(sayUpdate)),
      });
      const refreshRecent = () => report(core.then((app) => menu.refreshRecent(app)));
      openShellChannel(
        ipcMain,
        windows,
        pageService({ home, windows, opening, notices, report, refreshRecent }),
      );
      showAttention(windows);
      powerMonitor.on('shutdown', () => quitting.now());
      refreshRecent();
      await opening.first(given.project);
      if (given.link) await opening.link(given.link);
      await core;
    })
    .catch(fatal);

  async function startCore(): Promise<App> {
    await applyLoginEnvironment();
    const app = createApp({
      home,
      scripts: import.meta.dirname,
      version: electron.getVersion(),
      runtime: {
        electron: process.versions.electron ?? '',
        chrome: process.versions['chrome'] ?? '',
        node: process.versions.node,
      },
    });
    quitting.attend(app);
    stayAwake(app);
    app.preferences.subscribe(() => {
      report(app.preferences.read().then(({ theme }) => (nativeTheme.themeSource = theme)));
    });
    return app;
  }
}

async function sayUpdate({ state, message }: UpdateAnswer): Promise<void> {
  const type = state === 'failed' ? 'error' : 'info';
  await dialog.showMessageBox({ type, message, buttons: ['OK'] });
}

/** Without the core nothing can be shown: report the reason and exit. */
function fatal(thrown: unknown): void {
  const incident = log.incident('starting', thrown);
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  dialog.showErrorBox('Tributary could not start', `${words}\n\nIncident ${incident}.`);
  electron.exit(3);
}
