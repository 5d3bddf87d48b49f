import { mkdtemp, readdir, rmdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allTreeEntries, indexInput, type TreeEntry } from './entry-listings.ts';
import { type ChangedFile, countChanges } from './history.ts';
import { fileNames } from './listings.ts';
import { runGit, runListing } from './run-git.ts';

/** The empty blob, by length of object names. */
const EMPTY: Readonly<Record<number, string>> = {
  40: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  64: '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
};

/**
 * Like `changedSince`, for a few files and folders of a large worktree: compares the files with an index of only their
 * versions in `base`, where git would walk both trees. Null when that is not possible: a file of the base is no longer
 * tracked.
 */
export async function changedPathsSince(
  worktree: string,
  base: string,
  paths: readonly string[],
): Promise<ChangedFile[] | null> {
  const options = { cwd: worktree, env: { GIT_LITERAL_PATHSPECS: '1' } };
  const [listed, tracked] = await Promise.all([
    runListing(allTreeEntries(base, '--', ...paths), options),
    runListing(fileNames('--', ...paths), options),
  ]);
  const now = new Set(tracked);
  const entries = new Map<string, TreeEntry>();
  for (const { path, mode, oid } of listed) {
    if (!now.has(path)) return null;
    entries.set(path, { mode, oid });
  }
  for (const path of now) {
    if (!entries.has(path)) entries.set(path, { mode: '100644', oid: EMPTY[base.length] ?? '' });
  }
  if (entries.size === 0) return [];
  const folder = await mkdtemp(join(tmpdir(), 'tributary-index-'));
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    const input = indexInput([...entries].map(([path, entry]) => ({ path, ...entry })));
    await runGit(['update-index', '-z', '--index-info'], { cwd: worktree, env, input });
    const command = ['diff-files', '--ignore-submodules=dirty'] as const;
    return await countChanges(command, { cwd: worktree, env });
  } finally {
    for (const name of await readdir(folder)) await unlink(join(folder, name));
    await rmdir(folder);
  }
}
