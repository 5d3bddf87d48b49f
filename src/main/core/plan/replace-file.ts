import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { open, realpath, stat, unlink } from 'node:fs/promises';

/**
 * Puts a new text in the place of one that was read before, whole or not at all. False, with nothing changed, when the
 * file has another text by now: whoever wrote it must not lose it. Follows a link to the file it stands for and keeps
 * the file's mode. Throws what the file system says.
 */
export async function replaceFile(path: string, expected: string, text: string): Promise<boolean> {
  const target = await realpath(path);
  const { mode } = await stat(target);
  const beside = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(beside, 'wx', mode & 0o777);
  try {
    await file.writeFile(text);
    await file.chmod(mode & 0o777);
    await file.sync();
    await file.close();
    // Together in one turn of the loop: nobody of this process comes between, others have microseconds.
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
