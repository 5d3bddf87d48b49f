import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { desktopBinary, isRealElectron } from './shell.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What the app needs of the folder of a test. */
interface AppPlace {
  desktopEnv(): NodeJS.ProcessEnv;
  onEnd(end: () => Promise<unknown>): void;
}

export interface DesktopOptions {
  /** The folder of a repository; none shows the welcome page. */
  readonly project?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Page scripts that run before any other. */
  readonly early?: readonly Parameters<Page['addInitScript']>[0][];
}

/** What the stand-in noted: things that the app asked of the system. */
export interface Noted {
  readonly event: string;
  readonly detail: unknown;
}

/** What the stand-in has beside Electron's own module. */
interface StandIn {
  readonly standIn: {
    records(): readonly Noted[];
    chooseInPopup(label: string): void;
    clickNotice(): void;
    dropFiles(paths: readonly string[], point: { x: number; y: number }): Promise<void>;
  };
}

/** The desktop app of a test: its main process, its first window, and what it asked of the system. */
export class Desktop {
  private constructor(
    readonly app: ElectronApplication,
    readonly window: Page,
  ) {}

  /** Starts the app as its launcher does: on its own folder, with the project behind a name. */
  static async launch(workspace: AppPlace, options: DesktopOptions = {}): Promise<Desktop> {
    const { project, early = [] } = options;
    const env = { ...workspace.desktopEnv(), ...options.env };
    const app = await _electron.launch({
      executablePath: await desktopBinary(),
      args: ['--force-prefers-reduced-motion', ...wordsFor(project)],
      env: Object.fromEntries(
        Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
    });
    workspace.onEnd(() => app.close());
    if (isRealElectron) await takeNotes(app);
    const window = await app.firstWindow();
    await window.waitForURL((url) => url.href !== 'about:blank');
    for (const script of early) await window.addInitScript(script);
    if (early.length > 0) await window.reload();
    return new Desktop(app, window);
  }

  /** Starts the app a second time, as its launcher does; its exit code. It ends when a running app took the project. */
  static async second(workspace: AppPlace, project: string): Promise<number | null> {
    const child = spawn(await desktopBinary(), wordsFor(project), {
      env: workspace.desktopEnv(),
      stdio: 'ignore',
    });
    workspace.onEnd(async () => void child.kill('SIGKILL'));
    return new Promise((done) => child.on('exit', (code) => done(code)));
  }

  /** The records of the stand-in of one kind, in order. */
  async noted(event: string): Promise<readonly unknown[]> {
    const all = await this.app.evaluate((electron) => {
      const { standIn } = electron as object as StandIn;
      const noted: readonly Noted[] | undefined = Reflect.get(globalThis, 'noted');
      return noted ?? standIn.records();
    });
    return all.filter((one) => one.event === event).map(({ detail }) => detail);
  }

  /** Chooses an item of the context menu that is open. */
  choose(label: string): Promise<void> {
    return this.app.evaluate((electron, chosen) => {
      const { standIn } = electron as object as StandIn;
      standIn.chooseInPopup(chosen);
    }, label);
  }

  /** Clicks the newest notice of the system. */
  clickNotice(): Promise<void> {
    return this.app.evaluate((electron) => {
      const { standIn } = electron as object as StandIn;
      standIn.clickNotice();
    });
  }

  /** Drops files of this machine on a place of the window. */
  drop(paths: readonly string[], point: { x: number; y: number }): Promise<void> {
    return this.app.evaluate(
      (electron, given) => {
        const { standIn } = electron as object as StandIn;
        return standIn.dropFiles(given.paths, given.point);
      },
      { paths, point },
    );
  }

  /** Saves the next download to a file, without asking anybody. */
  saveNextDownload(path: string): Promise<void> {
    return this.app.evaluate(({ session }, to) => {
      session.defaultSession.once('will-download', (_event, item) => item.setSavePath(to));
    }, path);
  }

  /** What the system's clipboard holds. */
  clipboard(): Promise<string> {
    return this.app.evaluate(({ clipboard }) => clipboard.readText());
  }
}

function wordsFor(project: string | undefined): string[] {
  return [ROOT, ...(project ? [`--project=${project}`] : [])];
}

/** With the real Electron: notes what is asked of the system instead of doing it, as far as two specs need it. */
async function takeNotes(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ Notification, shell }) => {
    const noted: Noted[] = [];
    Reflect.set(globalThis, 'noted', noted);
    shell.openExternal = async (url) => void noted.push({ event: 'openExternal', detail: url });
    Notification.prototype.show = function show(this: Electron.Notification) {
      noted.push({ event: 'notice', detail: { title: this.title, body: this.body } });
    };
  });
}
