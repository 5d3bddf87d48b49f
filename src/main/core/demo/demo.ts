import { cp, mkdir, mkdtemp, realpath, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Agent, Plan } from '../../../shared/plan/model.ts';
import { stateFolder } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { Memory } from '../memory.ts';
import { planText } from '../plan/create-plan.ts';
import { planFileOf } from '../plan/files.ts';
import { proposePlan } from '../plan/propose.ts';
import type { Project } from '../project/project.ts';
import { DEMO_MARK } from '../project/project-view.ts';
import { removeMarkedFolder } from '../worktree/remove.ts';

const FEATURE = 'user-profile';
/** Marks a folder that the demo created and may remove. */
const FOLDER_MARK = '.tributary-demo';

export interface Demo {
  /** The repository; its worktrees are next to it, in the same marked folder. */
  readonly path: string;
  /** Ends the demo's sessions and removes its marked folder, nothing else. */
  remove(project: Project): Promise<void>;
}

/** Creates a temporary repository from the template, with a full-stack plan, ready to start. */
export async function createDemo(options: {
  /** Folder of the template. */
  readonly resources: string;
  readonly agents: 'sim' | 'claude';
}): Promise<Demo> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tributary-demo-')));
  await writeFile(join(folder, FOLDER_MARK), `${folder}\n`, { mode: 0o600 });
  const path = join(folder, 'harbor-notes');
  await cp(join(options.resources, 'project'), path, { recursive: true });
  // npm would omit a file named `.gitignore` from the package.
  await rename(join(path, 'gitignore'), join(path, '.gitignore'));
  const git = (...args: string[]) => runGit(args, { cwd: path });
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'Harbor office');
  await git('config', 'user.email', 'office@harbor.example');
  await git('add', '--all');
  await writeFile(join(path, planFileOf(FEATURE)), planText(await demoPlan(path, options.agents)));
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'Harbor notes, with a plan for user profiles');
  const state = stateFolder({ commonDir: join(path, '.git') });
  await mkdir(state, { recursive: true });
  await writeFile(join(state, DEMO_MARK), JSON.stringify({ folder }));
  return { path, remove: (project) => removeDemo(folder, project) };
}

/** The demo's scopes are wider than usual, because its agents conflict in the README. */
async function demoPlan(path: string, agents: 'sim' | 'claude'): Promise<Plan> {
  const repo = { path, commonDir: join(path, '.git'), memory: new Memory() };
  const project = { repo, config: async () => ({}) };
  const { plan } = await proposePlan(project, { template: 'full-stack', feature: FEATURE });
  const entries = Object.entries(plan.agents).map(([key, agent]): [string, Agent] => [
    key,
    {
      ...agent,
      scope: [
        ...(agent.scope ?? []),
        ...(key === 'frontend' ? ['server/server.js'] : []),
        'README.md',
      ],
      ...(agents === 'sim' ? { runs: 'sim', sim: `plans/sim/${key}.yaml` } : {}),
    },
  ]);
  return { ...plan, agents: Object.fromEntries(entries) };
}

async function removeDemo(folder: string, project: Project): Promise<void> {
  const { repo, sessions } = project;
  await sessions.refresh();
  const alive = sessions.list(repo.id, FEATURE).filter((session) => session.alive);
  await Promise.all(
    alive.map(({ agent }) => sessions.stop({ project: repo.id, feature: FEATURE, agent })),
  );
  await removeMarkedFolder(folder, FOLDER_MARK);
}
