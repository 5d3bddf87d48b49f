import { join } from 'node:path';
import { type Layout, layout } from '../../shared/contract/layout.ts';
import { Demos } from '../core/demo/demos.ts';
import { startGitWith } from '../core/git/start-process.ts';
import { JsonFile, writesDone } from '../core/json-file.ts';
import { PreferencesFile } from '../core/layout/preferences-file.ts';
import { log } from '../core/log.ts';
import { MachineChecks } from '../core/machine/checks.ts';
import { Projects } from '../core/project/projects.ts';
import { RecentProjects } from '../core/project/recent.ts';
import { createSessions } from '../core/session/create-sessions.ts';
import type { FindNodePrograms } from '../core/session/node-program.ts';
import type { Sessions } from '../core/session/sessions.ts';
import { findPrograms } from '../core/session/staged/staged-host.ts';
import { requireHome } from '../core/session/tributary-home.ts';
import { Trust } from '../core/trust/trust.ts';
import { Tasks } from './tasks.ts';

/** What a shell passes to the core. */
export interface AppPorts {
  /** Folder of user settings, sockets and logs. */
  readonly home: string;
  /** The folder of the built scripts. */
  readonly scripts: string;
  /** Programs that run the session host, sim and fork server; default: found from the folder of the scripts. */
  readonly programs?: FindNodePrograms;
  readonly version: string;
  /** Name and version of the runtime, for diagnostics. */
  readonly runtime?: Readonly<Record<string, string>>;
}

/** The core: everything the app does, without a user interface. */
export interface App {
  readonly home: string;
  readonly version: string;
  readonly runtime: Readonly<Record<string, string>>;
  readonly trust: Trust;
  readonly sessions: Sessions;
  readonly projects: Projects;
  readonly recent: RecentProjects;
  readonly demos: Demos;
  readonly layouts: (commonDir: string) => JsonFile<Layout>;
  readonly preferences: PreferencesFile;
  /** Long tasks started by clients. */
  readonly tasks: Tasks;
  /** Checks of this machine, made on the first call. */
  checks(): MachineChecks;
  /** After the computer has slept: reload everything that could not be watched meanwhile. */
  wake(): Promise<void>;
  /** Cancels long tasks, which roll back, ends demos, and writes unsaved state. All other sessions keep running. */
  close(): Promise<void>;
}

/** The only composition root: creates the core for every shell. */
export function createApp(ports: AppPorts): App {
  requireHome(ports.home);
  log.start(ports.home);
  const programs = ports.programs ?? findPrograms(ports);
  startGitWith(programs);
  const trust = new Trust(ports.home);
  const sessions = createSessions({
    home: ports.home,
    programs,
    version: ports.version,
  });
  const recent = new RecentProjects(ports.home);
  const projects = new Projects({ trust, sessions, home: ports.home }, recent);
  const demos = new Demos(ports.scripts, { projects, trust });
  const tasks = new Tasks();
  let checks: MachineChecks | null = null;
  return {
    home: ports.home,
    version: ports.version,
    runtime: ports.runtime ?? { node: process.versions.node },
    trust,
    sessions,
    projects,
    recent,
    demos,
    layouts: (commonDir) =>
      new JsonFile(join(commonDir, 'tributary', 'layout.json'), {
        schema: layout,
        empty: { plan: null, panes: null },
      }),
    preferences: new PreferencesFile(ports.home),
    tasks,
    checks() {
      checks ??= new MachineChecks(ports.home);
      return checks;
    },
    async wake() {
      await sessions.refresh();
      await projects.readAnew();
    },
    async close() {
      await tasks.stop();
      await demos.close();
      await projects.close();
      await sessions.dispose();
      await writesDone();
    },
  };
}
