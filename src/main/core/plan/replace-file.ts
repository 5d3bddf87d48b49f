import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { type FileHandle, open, realpath, stat, unlink } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';

/**
 * Milliseconds between checks of the replaced file: a program that had it open writes soon, on a busy machine later.
 */
const LOOKS = [50, 150, 300, 1000, 200];

/**
 * Puts a new text in the place of one that was read before, whole or not at all. Null, with nothing changed, when the
 * file has another text by now: whoever wrote it must not lose it. Follows a link to the file it stands for and keeps
 * the file's mode. Throws what the file system says.
 *
 * `late` tells, a moment later, what a program wrote into the old file that had it open while it was replaced; null
 * where nobody did. Its work is nowhere else by then.
 */
export async function replaceFile(
  path: string,
  expected: string,
  text: string,
): Promise<{ readonly late: Promise<string | null> } | null> {
  const target = await realpath(path);
  const old = await open(target, 'r');
  let replaced = false;
  try {
    replaced = await swap(target, expected, text);
  } finally {
    if (!replaced) await old.close();
  }
  return replaced ? { late: lateText(old, expected) } : null;
}

async function swap(target: string, expected: string, text: string): Promise<boolean> {
  const { mode } = await stat(target);
  const beside = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(beside, 'wx', mode & 0o777);
  try {
    await file.writeFile(text);
    await file.chmod(mode & 0o777);
    await file.sync();
    await file.close();
    // In one turn of the event loop: nothing in this process can come between, others have microseconds.
    if (readFileSync(target, 'utf8') === expected) {
      renameSync(beside, target);
      return true;
    }
  } catch (thrown) {
    await file.close().catch(() => undefined);
    await unlink(beside).catch(() => undefined);
    throw thrown;
  }
  await unlink(beside);
  return false;
}

/** The new content of the replaced file, written by a program that still had it open; null when there is none. */
async function lateText(old: FileHandle, expected: string): Promise<string | null> {
  try {
    let last = expected;
    for (const pause of LOOKS) {
      await after(pause);
      const { size } = await old.stat();
      // A program that rewrites a file truncates it first.
      if (size === 0) continue;
      const { buffer } = await old.read(Buffer.alloc(size), 0, size, 0);
      const text = buffer.toString('utf8');
      // Must be the same at two checks, so that half a text does not count.
      if (text !== expected && text === last) return text;
      last = text;
    }
    return last === expected ? null : last;
  } finally {
    await old.close();
  }
}
