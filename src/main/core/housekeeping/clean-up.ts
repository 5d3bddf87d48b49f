import type { CleanResult } from '../../../shared/contract/worktrees.ts';
import { stopSession } from '../agents/agent-sessions.ts';
import { portEnvironment } from '../agents/port.ts';
import { CoreFailure } from '../failure.ts';
import { openJournal } from '../journal/journal.ts';
import { type OwnedWorktree, readOwners } from '../journal/owned-worktrees.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { runTrustedLine } from '../trust/run-shell.ts';
import { recoverPool } from '../worktree/pool-fill.ts';
import { cleanWorktrees } from '../worktree/removable.ts';
import { removeOne } from '../worktree/remove-one.ts';
import { holdingSessions, holdingWords } from './holding-sessions.ts';

/** Milliseconds after which a teardown is ended, so that a hanging one cannot block the clean-up. */
const TEARDOWN_LIMIT = 5 * 60 * 1000;
/** Characters of a failed teardown's output in its failure. */
const SHOWN = 300;

interface RemovalOptions {
  /** Remove even if the teardown command fails or is not trusted. */
  readonly ignoreTeardown?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface CleanUp extends RemovalOptions {
  /** False only reports what would be done. */
  readonly apply: boolean;
  /** Sessions to end so that their worktrees can be removed; default: none. */
  readonly endSessions?: 'none' | 'idle' | 'all' | undefined;
}

/** Ends the chosen sessions, then removes worktrees whose work has landed and in which nothing runs. */
export async function cleanProject(
  project: ProjectContext,
  options: CleanUp,
): Promise<CleanResult> {
  const { apply, signal, endSessions = 'none' } = options;
  const root = await project.worktreeRoot();
  const holding = await holdingSessions(project);
  const free = await cleanWorktrees(project.repo, { apply: false, root, signal });
  const sessions = holding.filter(({ path }) => free.removed.includes(path));
  const ending = sessions.filter(
    ({ idle }) => endSessions === 'all' || (endSessions === 'idle' && idle),
  );
  const busy = new Map(
    holding.filter((one) => !ending.includes(one)).map((one) => [one.path, holdingWords(one)]),
  );
  const inUse = (path: string) => busy.get(path) ?? null;
  const wanted = await cleanWorktrees(project.repo, { apply: false, inUse, root, signal });
  if (!apply) return { ...wanted, sessions };
  for (const { feature, agent } of ending) {
    const journal = openJournal(project.repo.commonDir, feature);
    await stopSession(project, { feature, journal }, agent);
  }
  await recoverPool(project.repo, root);
  // A session that started again, or did not end, keeps its worktree.
  for (const one of await holdingSessions(project)) busy.set(one.path, holdingWords(one));
  for (const path of wanted.removed.filter((one) => inUse(one) === null)) {
    const reason = await tearDown(project, path, options);
    if (reason !== null) busy.set(path, reason);
  }
  const done = await cleanWorktrees(project.repo, { apply: true, inUse, root, signal });
  return { ...done, sessions };
}

/** Removes one worktree of the app in which nothing runs; throws with the reason otherwise. */
export async function removeFromProject(
  project: ProjectContext,
  path: string,
  options: RemovalOptions = {},
): Promise<CleanResult> {
  const busy = await busyWorktrees(project);
  const { signal } = options;
  const root = await project.worktreeRoot();
  const guard = { inUse: (at: string) => busy.get(at) ?? null, root, signal };
  await removeOne(project.repo, path, { ...guard, apply: false });
  const reason = await tearDown(project, path, options);
  if (reason !== null) busy.set(path, reason);
  return removeOne(project.repo, path, { ...guard, apply: true });
}

/** Worktrees that cannot be removed, by path, with the session that runs there. */
export async function busyWorktrees(project: ProjectContext): Promise<Map<string, string>> {
  const holding = await holdingSessions(project);
  return new Map(holding.map((one) => [one.path, holdingWords(one)]));
}

/** Runs the teardown command in an agent's worktree. Returns why the worktree must stay, or null. */
async function tearDown(
  project: ProjectContext,
  path: string,
  { ignoreTeardown = false, signal }: RemovalOptions,
): Promise<string | null> {
  const { teardown } = await project.config();
  const owner = (await readOwners(project.repo)).owned.find(
    (known) => known.path === path && known.state === 'created',
  );
  if (!teardown || !owner) return null;
  if (!(await project.trust.show(project.repo)).trusted)
    return ignoreTeardown ? null : 'its teardown line is not trusted';
  const reason = await runTeardown(project, { line: teardown, owner, signal });
  return ignoreTeardown ? null : reason;
}

async function runTeardown(
  project: ProjectContext,
  given: {
    readonly line: string;
    readonly owner: OwnedWorktree;
    readonly signal: AbortSignal | undefined;
  },
): Promise<string | null> {
  const { feature, agent, path } = given.owner;
  let output = '';
  try {
    const { code, timedOut } = await runTrustedLine(given.line, {
      cwd: path,
      env: await portEnvironment(project.repo, feature, agent),
      timeoutMs: TEARDOWN_LIMIT,
      signal: given.signal,
      onOutput: (text) => {
        output = (output + text).slice(-SHOWN);
      },
    });
    if (timedOut) return 'its teardown line took too long';
    if (code === 0) return null;
    return `its teardown line ended with exit code ${code ?? 1}: ${output.trim()}`;
  } catch (error) {
    // A missing folder needs no teardown.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    if (error instanceof CoreFailure) return error.message;
    throw error;
  }
}
