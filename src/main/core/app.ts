import { join } from 'node:path';
import {
  DEFAULT_PREFERENCES,
  type Layout,
  layout,
  type Preferences,
  preferences,
} from '../../shared/contract/layout.ts';
import { startGitWith } from './git/start-process.ts';
import { JsonFile } from './json-file.ts';
import { log } from './log.ts';
import { MachineChecks } from './project/checks.ts';
import { Projects } from './project/projects.ts';
import { RecentProjects } from './project/recent.ts';
import { createSessions } from './session/create-sessions.ts';
import type { FindNodePrograms } from './session/node-program.ts';
import type { Sessions } from './session/sessions.ts';
import { findPrograms } from './session/staged/staged-host.ts';
import { Trust } from './trust/trust.ts';

/** What a shell gives to the core. */
export interface AppPorts {
  /** Folder of user settings, sockets and logs. */
  readonly home: string;
  /** The folder of the built scripts. */
  readonly scripts: string;
  /** What runs session host, sim and fork server; default: found from the folder of the scripts. */
  readonly programs?: FindNodePrograms;
  readonly version: string;
  /** The project that this process was started for. */
  readonly initial: string | null;
}

/** The core: everything the app does, without a screen. */
export interface App {
  readonly home: string;
  readonly initial: string | null;
  readonly trust: Trust;
  readonly sessions: Sessions;
  readonly projects: Projects;
  readonly recent: RecentProjects;
  readonly layouts: (commonDir: string) => JsonFile<Layout>;
  readonly preferences: JsonFile<Preferences>;
  /** What is on this machine; looked up when it is first asked for. */
  checks(): MachineChecks;
  /** Leaves sessions running. */
  close(): Promise<void>;
}

/** The only composition root: puts the parts together for every shell. */
export function createApp(ports: AppPorts): App {
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
  const projects = new Projects({ trust, sessions }, recent);
  let checks: MachineChecks | null = null;
  return {
    home: ports.home,
    initial: ports.initial,
    trust,
    sessions,
    projects,
    recent,
    layouts: (commonDir) =>
      new JsonFile(join(commonDir, 'tributary', 'layout.json'), {
        schema: layout,
        empty: { plan: null, panes: null, places: {} },
      }),
    preferences: new JsonFile(join(ports.home, 'preferences.json'), {
      schema: preferences,
      empty: DEFAULT_PREFERENCES,
    }),
    checks() {
      checks ??= new MachineChecks(ports.home);
      return checks;
    },
    async close() {
      await projects.close();
      await sessions.dispose();
    },
  };
}
