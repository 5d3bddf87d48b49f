import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { holding, tryHolding } from '../file-lock.ts';
import { orphanedGit } from '../process-identity.ts';
import { type Repository, stateFolder } from './repository.ts';

/**
 * `write`: refs, worktrees and configuration. `sync`: one merge transaction. `shadow`: creating the shadow. `pool`:
 * filling the pool. `ports`: assigning ports. `setup-…`: the set-up of one agent. `queue-…`: starting the queued agents
 * of one run.
 */
type LockName =
  | 'write'
  | 'sync'
  | 'shadow'
  | 'pool'
  | 'ports'
  | `setup-${string}`
  | `queue-${string}`;

const POLL_MS = 25;
/** Milliseconds to wait for git processes that outlived their parent, whose writes must not collide with ours. */
const ORPHANS_MS = 60_000;

const queues = new Map<string, Promise<unknown>>();

/**
 * Runs a task while this process holds the lock of the repository. Waits for its turn, and throws `git.busy` after
 * minutes. A lock whose owner is dead is taken over at once. Not reentrant.
 */
export function withLock<T>(
  repo: Pick<Repository, 'commonDir'>,
  name: LockName,
  task: () => Promise<T>,
): Promise<T> {
  const path = join(stateFolder(repo), `${name}.lock`);
  const before = queues.get(path) ?? Promise.resolve();
  const turn = before.then(() => holding(path, task, { afterDeath: awaitOrphans }));
  const settled = turn.catch(() => {});
  queues.set(path, settled);
  void settled.then(() => {
    if (queues.get(path) === settled) queues.delete(path);
  });
  return turn;
}

/** Like `withLock`, but returns `null` at once when the lock is held, also by this process. */
export async function tryLock<T>(
  repo: Pick<Repository, 'commonDir'>,
  name: LockName,
  task: () => Promise<T>,
): Promise<{ readonly value: T } | null> {
  const path = join(stateFolder(repo), `${name}.lock`);
  if (queues.has(path)) return null;
  const turn = tryHolding(path, task, { afterDeath: awaitOrphans });
  const settled = turn.catch(() => {});
  queues.set(path, settled);
  void settled.then(() => {
    if (queues.get(path) === settled) queues.delete(path);
  });
  return turn;
}

async function awaitOrphans(pid: number): Promise<void> {
  const deadline = Date.now() + ORPHANS_MS;
  while ((await orphanedGit(pid)).length > 0 && Date.now() < deadline) await pause(POLL_MS);
}
