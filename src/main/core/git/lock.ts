import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CoreFailure } from '../failure.ts';
import { isAlive, orphanedGit, ownIdentity, type ProcessIdentity } from './process-identity.ts';
import { type Repository, stateFolder } from './repository.ts';

/**
 * `write`: refs, worktrees and configuration. `sync`: one merge transaction. `shadow`: making the shadow. `pool`:
 * filling the pool. `ports`: giving out ports. `setup-…`: the set-up of one agent. `queue-…`: starting the
 * queued agents of one run.
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
/** A git process that outlived its parent ends soon; its writes must not meet ours. */
const ORPHANS_MS = 60_000;

interface Owner extends ProcessIdentity {
  readonly nonce: string;
}

const queues = new Map<string, Promise<unknown>>();

/**
 * Runs a task while this process alone holds the lock of the repository; waits for its turn and throws `git.busy`
 * when that takes minutes. A lock whose owner is dead is taken over at once. Not reentrant.
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

/** As `withLock`, but answers `null` at once when somebody holds it, this process included. */
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
 * As `withLock`, for a lock file of any other kind of work. `onWait` is called once when another process holds it.
 * Within one process the caller sees to it that nobody asks twice.
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

/** True when the lock is ours now. */
async function acquire(path: string): Promise<boolean> {
  if (await claim(path)) return true;
  const owner = await readOwner(path);
  if (owner === null || (await isAlive(owner))) return false;
  await awaitOrphans(owner.pid);
  // Only one process may break the lock of this very owner: who holds `breaking` and still sees that owner.
  const breaking = `${path}.${owner.nonce}`;
  if (!(await acquire(breaking))) return false;
  try {
    if ((await readOwner(path))?.nonce === owner.nonce) await unlink(path);
  } finally {
    await unlink(breaking);
  }
  return claim(path);
}

/** Linking a finished file makes the lock appear with its owner in it, or not at all. */
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
    // Released in between, or not written by us: then it is nobody's to break.
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
