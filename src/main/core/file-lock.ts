import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CoreFailure } from './failure.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts';

const POLL_MS = 25;
const WAIT_MS = 120_000;

interface Owner extends ProcessIdentity {
  readonly nonce: string;
}

interface LockOptions {
  /** Milliseconds to wait for the lock; default: two minutes. */
  readonly waitMs?: number;
  /** Called once when another process holds the lock. */
  readonly onWait?: () => void;
  /** Called before the lock of a dead process is taken over. */
  readonly afterDeath?: (pid: number) => Promise<void>;
}

/**
 * Runs a task while this process owns a lock file. Throws `git.busy` when another one keeps it. A lock whose owner is
 * dead is taken over at once. Within one process the caller must not ask twice.
 */
export async function holding<T>(
  path: string,
  task: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  await makeFolder(path);
  const deadline = Date.now() + (options.waitMs ?? WAIT_MS);
  let waits = false;
  while (!(await acquire(path, options))) {
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

/** Like `holding`, but returns `null` at once when another process holds the lock. */
export async function tryHolding<T>(
  path: string,
  task: () => Promise<T>,
  options: Pick<LockOptions, 'afterDeath'> = {},
): Promise<{ readonly value: T } | null> {
  await makeFolder(path);
  if (!(await acquire(path, options))) return null;
  try {
    return { value: await task() };
  } finally {
    await unlink(path);
  }
}

/** True when this process now owns the lock. */
async function acquire(path: string, options: Pick<LockOptions, 'afterDeath'>): Promise<boolean> {
  if (await claim(path)) return true;
  const owner = await readOwner(path);
  if (owner === null || (await isAlive(owner))) return false;
  await options.afterDeath?.(owner.pid);
  // Only one process may break the lock of this owner: the one that holds `breaking` and still sees that owner.
  const breaking = `${path}.${owner.nonce}`;
  if (!(await acquire(breaking, {}))) return false;
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
