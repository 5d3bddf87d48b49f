import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Progress } from '../../../shared/contract/common.ts';
import { CoreFailure } from '../failure.ts';
import { changedNames } from '../git/diff-listings.ts';
import { Limit } from '../git/limit.ts';
import { tryLock, withLock } from '../git/lock.ts';
import type { Repository } from '../git/repository.ts';
import { runGit, runListing } from '../git/run-git.ts';
import { readStatus } from '../git/status.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import { foldJournal } from '../journal/facts.ts';
import type { Journal } from '../journal/journal.ts';
import { foldWorktrees } from '../journal/owned-worktrees.ts';
import { checkDisk, type DiskPort, realDisk } from './disk.ts';
import { CUT_SET_UP } from './leftover-reason.ts';
import { recoverMoves } from './move.ts';
import { lockReason } from './own-lock.ts';
import { PoolSupply, readPool } from './pool.ts';
import { closeRemovals, finishRemovals } from './remove.ts';
import { setUpLock } from './set-up-script.ts';
import { takeBack } from './take-back.ts';
import type { WorktreeSpec } from './worktree-spec.ts';

/** Checkouts at a time: in large repositories more only compete for the disk. */
const FILLED_AT_ONCE = 2;

export interface CreatedWorktree extends WorktreeSpec {
  /** It existed already, from an earlier interrupted start. */
  readonly adopted: boolean;
}

export interface CreateOptions {
  /** `agent.creating` is written for all agents before anything is created, `agent.created` after each. */
  readonly journal: Journal;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly disk?: DiskPort | undefined;
}

/**
 * Creates branches and worktrees, all or none: after a failure or an abort it removes exactly what it created and
 * journals `agent.cancelled`. Specs come from `planWorktrees`. Throws `worktree.*` and `git.*` failures, or the
 * signal's reason.
 */
export async function createWorktrees(
  repo: Repository,
  specs: readonly WorktreeSpec[],
  options: CreateOptions,
): Promise<CreatedWorktree[]> {
  return withLock(repo, 'write', async () => {
    await rollBackUnfinished(repo, options.journal);
    const [first] = specs;
    if (!first) return [];
    const bases = specs.map(({ base }) => base);
    const root = dirname(first.path);
    await checkDisk(repo, options.disk ?? realDisk, { root, bases });
    const adopted = await adoptable(repo, specs);
    const missing = specs.filter((spec) => !adopted.has(spec.agent));
    for (const spec of missing) await options.journal.append({ kind: 'agent.creating', ...spec });
    await makeAll(repo, missing, { ...options, root });
    for (const spec of specs) await options.journal.append({ kind: 'agent.created', ...spec });
    return specs.map((spec) => ({ ...spec, adopted: adopted.has(spec.agent) }));
  });
}

/** Existing worktrees with exactly these names and branches. */
async function adoptable(repo: Repository, specs: readonly WorktreeSpec[]): Promise<Set<string>> {
  const entries = await worktreeEntries(repo);
  const there = specs.filter((spec) =>
    entries.some(
      ({ path, branch, prunable }) => path === spec.path && branch === spec.branch && !prunable,
    ),
  );
  return new Set(there.map(({ agent }) => agent));
}

/** Takes worktrees from the pool while there are any; registers the others at once and fills two at a time. */
async function makeAll(
  repo: Repository,
  specs: readonly WorktreeSpec[],
  { journal, signal, onProgress, root }: CreateOptions & { readonly root: string },
): Promise<void> {
  const total = specs.length;
  const done = { register: 0, worktree: 0 };
  const tell = (step: 'register' | 'worktree', target: string) => {
    done[step] += 1;
    onProgress?.({ kind: 'step', step, target, done: done[step], total });
  };
  // git reads all entries when it adds one, and fails when another is half written.
  const registering = new Limit(1);
  const supply = new PoolSupply(repo, await readPool(repo, root), registering);
  // A failure stops all others, and everything is rolled back.
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const making: Making = {
    supply,
    registering,
    filling: new Limit(FILLED_AT_ONCE),
    signal: either,
  };
  const results = await Promise.allSettled(
    specs.map(async (spec) => {
      try {
        await makeOne(repo, spec, { ...making, registered: () => tell('register', spec.agent) });
      } catch (error) {
        stop.abort(error);
        throw error;
      }
      tell('worktree', spec.agent);
    }),
  );
  if (results.every(({ status }) => status === 'fulfilled')) return;
  for (const spec of specs) {
    await takeBack(repo, spec);
    await journal.append({ kind: 'agent.cancelled', agent: spec.agent });
  }
  signal?.throwIfAborted();
  throw stop.signal.reason;
}

interface Making {
  readonly supply: PoolSupply;
  readonly registering: Limit;
  readonly filling: Limit;
  readonly signal: AbortSignal;
}

/** Judged by the state of git afterwards, not by the exit code. */
async function makeOne(
  repo: Repository,
  spec: WorktreeSpec,
  making: Making & { readonly registered: () => void },
): Promise<void> {
  const { supply, registering, filling, signal, registered } = making;
  const { agent, branch, path, base } = spec;
  await mkdir(dirname(path), { recursive: true });
  const taken = await supply.take(spec, signal);
  if (taken === 'taken') return;
  signal.throwIfAborted();
  if (taken === 'spoilt') await registering.run(() => takeBack(repo, spec));
  const args = ['worktree', 'add', '--quiet', '--no-track', '--no-checkout', '--lock', '--reason'];
  args.push(lockReason(agent), '-b', branch, '--', path, base);
  const problem = await attempt(async () => {
    await registering.run(() => runGit(args, { cwd: repo.path, signal }));
    registered();
    await filling.run(async () => {
      await runGit(['checkout', '--quiet', '--no-overwrite-ignore'], { cwd: path, signal });
      // Files as new as the index would be read again by every status.
      await runGit(['update-index', '-q', '--refresh'], { cwd: path, signal, expect: [0, 1] });
    });
  });
  signal.throwIfAborted();
  if (await isWhole(spec)) return;
  throw problem ?? unfinished(spec);
}

/** The failure, or null. Other exceptions are thrown. */
async function attempt(task: () => Promise<void>): Promise<CoreFailure | null> {
  try {
    await task();
    return null;
  } catch (error) {
    if (error instanceof CoreFailure) return error;
    throw error;
  }
}

/**
 * Right commit, right branch, complete index and no missing file. Changed files are allowed: when a repository's line
 * ends contradict its attributes, a fresh checkout has some.
 */
async function isWhole({ path, branch, base }: WorktreeSpec): Promise<boolean> {
  if (!(await stat(join(path, '.git')).catch(() => null))) return false;
  const status = await readStatus(path);
  if (status.branch !== branch || status.head !== base || status.staged.length > 0) return false;
  const missing = await runListing(changedNames('diff-files', '--diff-filter=D'), { cwd: path });
  return missing.length === 0;
}

function unfinished(spec: WorktreeSpec): CoreFailure {
  return new CoreFailure({
    code: 'worktree.unfinished',
    message: `The worktree of ${spec.agent} at ${spec.path} is not what it should be after it was made.`,
    data: { ...spec },
  });
}

/**
 * Recovers after a crash: for every agent whose creation was not finished, removes what was created if nobody worked in
 * it (`agent.cancelled`), otherwise keeps it (`agent.created`). Finishes removals and moves; an abandoned set-up has
 * failed. Does nothing while another process works on worktrees.
 */
export async function recoverWorktrees(repo: Repository, journal: Journal): Promise<void> {
  await tryLock(repo, 'write', async () => {
    await finishRemovals(repo);
    await closeRemovals(repo, journal);
    await recoverMoves(repo, journal);
    await rollBackUnfinished(repo, journal);
    await failCutSetUps(repo, journal);
  });
}

async function failCutSetUps(repo: Repository, journal: Journal): Promise<void> {
  const inSetUp = async () =>
    [...foldJournal(await journal.read()).agents].filter(
      ([, { worktree: phase }]) => phase === 'setting-up',
    );
  for (const [agent] of await inSetUp()) {
    await tryLock(repo, setUpLock(journal.feature, agent), async () => {
      // It may have ended meanwhile.
      if ((await inSetUp()).some(([name]) => name === agent))
        await journal.append({ kind: 'agent.failed', agent, message: CUT_SET_UP });
    });
  }
}

async function rollBackUnfinished(repo: Repository, journal: Journal): Promise<void> {
  const agents = foldWorktrees(journal.feature, await journal.read());
  for (const { agent, branch, path, base, state } of agents.values()) {
    if (state !== 'creating') continue;
    const gone = await takeBack(repo, { agent, branch, path, base });
    if (gone) await journal.append({ kind: 'agent.cancelled', agent });
    else await journal.append({ kind: 'agent.created', agent, branch, path, base });
  }
}
