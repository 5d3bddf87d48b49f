import { mkdtemp, readdir, rmdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChangedFile, parseNumstat } from './history.ts';
import { runGit } from './run-git.ts';

/** The blob without content, by the length of object names. */
const EMPTY: Readonly<Record<number, string>> = {
  40: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  64: '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
};

/**
 * As `changedSince`, for some files and folders of a large worktree: an index of their versions in `base` alone is
 * compared with the files, where git itself would walk both trees whole. Null where that cannot tell: a file of the
 * base that is no longer tracked.
 */
export async function changedPathsSince(
  worktree: string,
  base: string,
  paths: readonly string[],
): Promise<ChangedFile[] | null> {
  const literal = { GIT_LITERAL_PATHSPECS: '1' };
  const [tree, tracked] = await Promise.all([
    runGit(['ls-tree', '-r', '-z', '--full-tree', base, '--', ...paths], {
      cwd: worktree,
      reads: true,
      env: literal,
    }),
    runGit(['ls-files', '-z', '--', ...paths], { cwd: worktree, reads: true, env: literal }),
  ]);
  const now = new Set(fields(tracked.stdout));
  const entries = new Map<string, string>();
  for (const record of fields(tree.stdout)) {
    const tab = record.indexOf('\t');
    const path = record.slice(tab + 1);
    if (!now.has(path)) return null;
    const [mode, , oid] = record.slice(0, tab).split(' ');
    entries.set(path, `${mode} ${oid}`);
  }
  for (const path of now) {
    if (!entries.has(path)) entries.set(path, `100644 ${EMPTY[base.length] ?? ''}`);
  }
  if (entries.size === 0) return [];
  const folder = await mkdtemp(join(tmpdir(), 'tributary-index-'));
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    const input = [...entries].map(([path, entry]) => `${entry}\t${path}\0`).join('');
    await runGit(['update-index', '-z', '--index-info'], { cwd: worktree, env, input });
    const args = ['diff-files', '--numstat', '-z', '--no-renames', '--no-ext-diff'];
    args.push('--no-textconv', '--ignore-submodules=dirty');
    const { stdout } = await runGit(args, { cwd: worktree, reads: true, env });
    return parseNumstat(stdout);
  } finally {
    for (const name of await readdir(folder)) await unlink(join(folder, name));
    await rmdir(folder);
  }
}

function fields(text: string): string[] {
  return text.split('\0').filter((field) => field !== '');
}
