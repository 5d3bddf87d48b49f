import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SessionView } from '../../../shared/contract/session.ts';
import { startAgents } from '../agents/start.ts';
import { type FolderCopy, readFolder } from '../git/folder-copy-fixture.ts';
import { openRepository } from '../git/repository.ts';
import {
  copyRepository,
  makeRepository,
  type RepositoryFixture,
} from '../git/repository-fixture.ts';
import type { FeatureRun } from '../run/project-context.ts';
import type { SessionRequest, Sessions } from '../session/sessions.ts';
import { Trust } from '../trust/trust.ts';
import { Project } from './project.ts';

/** For tests: a project with a started plan of two agents that meet at the sync point `phase-1`, and no session. */
export interface ProjectFixture extends RepositoryFixture {
  readonly project: Project;
  readonly run: FeatureRun;
  /** What was asked of the session port. */
  readonly started: SessionRequest[];
  /** The sessions that the port tells of. */
  readonly sessions: SessionView[];
  worktree(agent: string): string;
  /** Commits in an agent's worktree. */
  work(agent: string, files: Readonly<Record<string, string | null>>): string;
  close(): Promise<void>;
}

const PLAN = `version: 1
feature: x
base: main
agents:
  one: { role: data }
  two: { role: backend }
syncs:
  phase-1: { merges: [one, two] }
`;

/** Projects as they are once started, by what they were made of. */
const started = new Map<string, Promise<FolderCopy>>();

export async function makeProject(
  files: Readonly<Record<string, string>>,
  plan = PLAN,
): Promise<ProjectFixture> {
  const key = JSON.stringify([files, plan]);
  const copy = started.get(key) ?? startOnce(files, plan);
  started.set(key, copy);
  return openProject(await copy);
}

/** The worktrees of a project's agents take forty starts of git; tests that make the same one share those. */
async function startOnce(
  files: Readonly<Record<string, string>>,
  plan: string,
): Promise<FolderCopy> {
  const fixture = makeRepository({ ...files, 'plans/x.plan.yaml': plan });
  try {
    const { project } = await projectIn(fixture);
    const { trust, repo } = project;
    await trust.accept(repo, (await trust.show(repo)).hash);
    const phase = { feature: 'x', targets: ['phase-1'], worktreesOnly: true };
    await startAgents(project, project.run('x').journal, phase);
    await project.close();
    return readFolder(fixture.root);
  } finally {
    fixture.remove();
  }
}

async function projectIn({ path, root }: RepositoryFixture) {
  const requests: SessionRequest[] = [];
  const sessions: SessionView[] = [];
  const home = join(root, 'home');
  const project = new Project(await openRepository(path), {
    trust: new Trust(home),
    sessions: quietSessions(requests, sessions),
    home,
  });
  return { project, requests, sessions };
}

async function openProject(copy: FolderCopy): Promise<ProjectFixture> {
  const checkouts = copy.entries
    .filter(({ path }) => basename(path) === '.git')
    .map(({ path }) => dirname(path));
  const fixture = copyRepository(copy, checkouts);
  const { project, requests, sessions } = await projectIn(fixture);
  const worktree = (agent: string) => join(fixture.root, `app-${agent}`);
  return {
    ...fixture,
    project,
    run: project.run('x'),
    started: requests,
    sessions,
    worktree,
    work: (agent, changes) => fixture.commit(changes, { cwd: worktree(agent) }),
    async close() {
      await project.close();
      fixture.remove();
    },
  };
}

/** Writes files into a folder without git. */
export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** The session port with nothing behind it: it notes what it is asked for. */
function quietSessions(started: SessionRequest[], known: SessionView[]): Sessions {
  return {
    preflight: async () => undefined,
    async start(request) {
      started.push(request);
      const view: SessionView = {
        id: started.length,
        agent: request.agent,
        kind: 'claude',
        pid: 0,
        alive: true,
        activity: 'starting',
        needs: null,
        message: null,
        title: null,
        since: 0,
        exit: null,
        ask: null,
        asks: 0,
        background: 0,
        source: 'process',
        conversation: null,
        transcript: null,
        unseen: 'nothing',
        strays: [],
      };
      known.push(view);
      return view;
    },
    all: () => known.map((view) => ({ project: '', view })),
    stop: async () => false,
    prompt: async () => 'gone',
    asked: async () => null,
    answer: async () => false,
    transcript: async () => null,
    conversations: async () => [],
    adopt: async () => false,
    backgrounds: async () => [],
    list: () => known,
    left: async () => [],
    endLeft: async () => false,
    refresh: async () => undefined,
    subscribe: () => () => undefined,
    status: () => ({ state: 'idle' }),
    connectViewer: () => undefined,
    dispose: async () => undefined,
  };
}
