import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, resolve, sep } from 'node:path';
import { CoreFailure } from '../../failure.ts';
import type { SessionRequest } from '../sessions.ts';

/**
 * Absolute paths of the additional folders an agent may work in. Before there is a worktree (`cwd` null), only those
 * that do not depend on it. Fails with `session.extraFolder` for a missing folder, and for one that contains the
 * worktree, because other agents' worktrees are there too.
 */
export function extraFolders(
  spec: Pick<SessionRequest['spec'], 'options'>,
  cwd: string | null,
): string[] {
  const named = textList(spec.options?.addDirs);
  return named.flatMap((folder) => {
    if (cwd === null && !isAbsolute(folder)) return [];
    const path = resolve(cwd ?? '/', folder);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw refused(
        folder,
        'is no folder',
        'Write where it is: absolute, or seen from the worktree.',
      );
    }
    if (cwd !== null && holds(path, cwd)) {
      throw refused(
        folder,
        'holds the worktree itself, and with it what is not its own',
        'Name the folder that is needed, not one above it.',
      );
    }
    return [path];
  });
}

/** A single text is a list of one. */
export function textList(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}

function holds(folder: string, path: string): boolean {
  const [above, below] = [realpathSync(folder), realpathSync(path)];
  return below === above || below.startsWith(above.endsWith(sep) ? above : above + sep);
}

function refused(folder: string, why: string, remedy: string): CoreFailure {
  return new CoreFailure({
    code: 'session.extraFolder',
    message: `The extra folder "${folder}" ${why}.`,
    remedy,
    data: { folder },
  });
}
