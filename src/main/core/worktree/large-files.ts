import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { runGit } from '../git/run-git.ts';

const FETCH_MS = 300_000;

/**
 * Checks out the contents of git LFS files in a new worktree, from the local store only. When that is not trusted or
 * git-lfs is missing, the pointers stay, with a note. Never fails.
 */
export async function fetchLargeFiles(
  worktree: string,
  { trusted, signal }: { readonly trusted: boolean; readonly signal?: AbortSignal | undefined },
): Promise<string[]> {
  const attributes = await readFile(join(worktree, '.gitattributes'), 'utf8').catch(() => '');
  if (!/\bfilter=lfs\b/.test(attributes)) return [];
  const stay = 'Files of git LFS stay pointers';
  if (!trusted) return [`${stay}, because this repository is not trusted.`];
  const options = { cwd: worktree, signal, timeoutMs: FETCH_MS };
  try {
    const { code } = await runGit(['lfs', 'version'], { ...options, expect: [0, 1, 127] });
    if (code !== 0) return [`${stay}: git-lfs is not installed.`];
    await runGit(['lfs', 'checkout'], options);
    return [];
  } catch (error) {
    if (!(error instanceof CoreFailure)) throw error;
    return [`${stay}: ${error.message}`];
  }
}
