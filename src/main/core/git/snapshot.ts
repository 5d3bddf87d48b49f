import { join } from 'node:path';
import type { Kind } from '../memory.ts';
import { APP_IDENTITY } from './committer.ts';
import { copyIndex } from './copy-index.ts';
import { configSettings, namesInput } from './listings.ts';
import type { Repository } from './repository.ts';
import { runListing } from './run-git.ts';
import type { Shadow } from './shadow.ts';

/** Settings for converting files to blobs; all others are left out. */
const CONVERSIONS = /^core\.(autocrlf|eol|filemode|symlinks|ignorecase|precomposeunicode)$/;

/** Fixed dates: the same work always gives the same commit, so snapshots do not pile up. */
const DATED = { ...APP_IDENTITY, GIT_AUTHOR_DATE: '@0 +0000', GIT_COMMITTER_DATE: '@0 +0000' };

interface Work {
  readonly worktree: string;
  readonly head: string;
  /** Changed or new files, relative to the worktree; no other file is read. */
  readonly paths: readonly string[];
}

/**
 * The uncommitted state of a worktree as a commit on top of HEAD in the shadow repository: line ends as git would
 * commit them, without filters. Only reads the worktree and its index. Returns HEAD when nothing differs.
 */
export async function snapshotWorktree(
  repo: Pick<Repository, 'path' | 'memory'>,
  shadow: Shadow,
  { worktree, head, paths }: Work,
): Promise<string> {
  const files = paths.filter((path) => !path.endsWith('/'));
  if (files.length === 0) return head;
  const settings = await conversions(repo);
  return shadow.withScratch(async (folder) => {
    const index = join(folder, 'index');
    const options = { cwd: worktree, env: { GIT_INDEX_FILE: index, GIT_WORK_TREE: worktree } };
    const input = namesInput(files);
    const update = [...settings, 'update-index', '--add', '--remove', '-z', '--stdin'];
    const { code } = (await copyIndex(worktree, index).catch(() => false))
      ? await shadow.work(update, { ...options, input, expect: [0, 128] })
      : { code: 128 };
    if (code !== 0) {
      // The index needs a second file (e.g. a split index): start from HEAD instead.
      await shadow.work(['read-tree', head], options);
      await shadow.work(update, { ...options, input });
    }
    const tree = (await shadow.work(['write-tree'], options)).stdout.trim();
    const { stdout } = await shadow.git(['commit-tree', '-p', head, '-F', '-', tree], {
      env: DATED,
      input: 'Uncommitted work\n',
    });
    return stdout.trim();
  });
}

/** Milliseconds; these settings rarely change. */
const CONVERSIONS_OF: Kind<readonly string[]> = { most: 1, ms: 30_000 };

async function conversions(repo: Pick<Repository, 'path' | 'memory'>): Promise<readonly string[]> {
  const known = repo.memory.of(CONVERSIONS_OF);
  const before = known.get(repo.path);
  if (before) return before;
  const all = await runListing(configSettings('--get-regexp', '^core\\.'), {
    cwd: repo.path,
    expect: [0, 1],
  });
  const settings = all
    .filter(({ key }) => CONVERSIONS.test(key))
    .flatMap(({ key, value }) => ['-c', `${key}=${value ?? 'true'}`]);
  known.set(repo.path, settings);
  return settings;
}
