import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CoreFailure } from '../failure.ts';
import { isAlive, orphanedGit, ownIdentity, type ProcessIdentity } from './process-identity.ts';
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
const WAIT_MS = 120_000;
/** Milliseconds to wait for git processes that outlived their parent, whose writes must not collide with ours. */
const ORPHANS_MS = 60_000;

interface Owner extends ProcessIdentity {
  readonly nonce: string;
}

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
  const turn = before.then(() => holding(path, task));
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
  let result: { readonly value: T } | null = null;
  const turn = (async () => {
    await makeFolder(path);
    if (!(await acquire(path))) return;
    try {
      result = { value: await task() };
    } finally {
      await unlink(path);
    }
  })();
  const settled = turn.catch(() => {});
  queues.set(path, settled);
  void settled.then(() => {
    if (queues.get(path) === settled) queues.delete(path);
  });
  await turn;
  return result;
}

/**
 * Like `withLock`, for any lock file. `onWait` is called once when another process holds the lock. Within one process
 * the caller must not ask twice.
 */
export async function holding<T>(
  path: string,
  task: () => Promise<T>,
  options: { readonly waitMs?: number; readonly onWait?: () => void } = {},
): Promise<T> {
  await makeFolder(path);
  const deadline = Date.now() + (options.waitMs ?? WAIT_MS);
  let waits = false;
  while (!(await acquire(path))) {
    if (Date.now() > deadline) throw await busyFailure(path);
    if (!waits) options.onWait?.();
    waits = true;
    await pause(POLL_MS);
  }
  try {
    return await task();
  } finally {
    await unlink(path);
  }
}

/** True when this process now owns the lock. */
async function acquire(path: string): Promise<boolean> {
  if (await claim(path)) return true;
  const owner = await readOwner(path);
  if (owner === null || (await isAlive(owner))) return false;
  await awaitOrphans(owner.pid);
  // Only one process may break the lock of this owner: the one that holds `breaking` and still sees that owner.
  const breaking = `${path}.${owner.nonce}`;
  if (!(await acquire(breaking))) return false;
  try {
    if ((await readOwner(path))?.nonce === owner.nonce) await unlink(path);
  } finally {
    await unlink(breaking);
  }
  return claim(path);
}

/** Hard-linking a finished file makes the lock appear atomically, with its owner. */
async function claim(path: string): Promise<boolean> {
  const owner: Owner = { ...(await ownIdentity()), nonce: randomUUID() };
  const draft = `${path}.${owner.nonce}.new`;
  await writeFile(draft, JSON.stringify(owner), { flag: 'wx' });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

async function readOwner(path: string): Promise<Owner | null> {
  try {
    const owner: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isOwner(owner) ? owner : null;
  } catch {
    // Released meanwhile, or not written by us: not ours to break.
    return null;
  }
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== 'object' || value === null) return false;
  return 'pid' in value && typeof value.pid === 'number' && 'started' in value && 'nonce' in value;
}

async function awaitOrphans(pid: number): Promise<void> {
  const deadline = Date.now() + ORPHANS_MS;
  while ((await orphanedGit(pid)).length > 0 && Date.now() < deadline) await pause(POLL_MS);
}

async function makeFolder(path: string): Promise<void> {
  const folder = join(path, '..');
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new CoreFailure({
      code: 'git.readOnly',
      message: `${folder} cannot be made: ${error instanceof Error ? error.message : 'unknown error'}.`,
      data: { path: folder },
    });
  }
}

async function busyFailure(path: string): Promise<CoreFailure> {
  const owner = await readOwner(path);
  return new CoreFailure({
    code: 'git.busy',
    message: `Another Tributary process (${owner?.pid ?? 'unknown'}) works in this repository.`,
    data: { path, pid: owner?.pid ?? null },
  });
}
