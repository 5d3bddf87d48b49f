import { CoreFailure } from '../failure.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run-git.ts';

type In = Pick<Repository, 'path'>;

export interface Branch {
  /** Without `refs/heads/`. */
  readonly name: string;
  readonly oid: string;
}

/** The commit of a revision, or null. */
export async function resolveCommit(repo: In, revision: string): Promise<string | null> {
  const { code, stdout } = await runGit(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    { cwd: repo.path, reads: true, expect: [0, 1, 128] },
  );
  return code === 0 ? stdout.trim() : null;
}

/** The tip of a local branch, or null. */
export function branchTip(repo: In, branch: string): Promise<string | null> {
  return resolveCommit(repo, `refs/heads/${branch}`);
}

/** All refs below a prefix such as `refs/heads`, with their targets. */
export async function listRefs(
  repo: In,
  prefix: string,
): Promise<{ readonly ref: string; readonly oid: string }[]> {
  const { stdout } = await runGit(
    ['for-each-ref', '--format=%(objectname) %(refname)', '--', prefix],
    { cwd: repo.path, reads: true },
  );
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({
      oid: line.slice(0, line.indexOf(' ')),
      ref: line.slice(line.indexOf(' ') + 1),
    }));
}

export async function listBranches(repo: In): Promise<Branch[]> {
  const refs = await listRefs(repo, 'refs/heads');
  return refs.map(({ ref, oid }) => ({ name: ref.slice('refs/heads/'.length), oid }));
}

/**
 * Moves a ref; with `from: null` creates it and fails if it exists. Throws `git.refMoved` when the ref is not at
 * `from`.
 */
export async function updateRef(
  repo: Pick<Repository, 'path' | 'objectFormat'>,
  change: {
    readonly ref: string;
    readonly to: string;
    readonly from: string | null;
    readonly message: string;
  },
): Promise<void> {
  const { ref, to, message } = change;
  const from = change.from ?? '0'.repeat(repo.objectFormat === 'sha256' ? 64 : 40);
  await runGit(['update-ref', '-m', message, '--', ref, to, from], { cwd: repo.path });
}

/** Deletes a ref that is at `from`. True when it is gone, including when it did not exist. */
export async function deleteRef(repo: In, ref: string, from: string): Promise<boolean> {
  try {
    await runGit(['update-ref', '-d', '--', ref, from], { cwd: repo.path });
    return true;
  } catch (error) {
    if (!(error instanceof CoreFailure)) throw error;
    return (await listRefs(repo, ref)).every((found) => found.ref !== ref);
  }
}

export async function isAncestor(repo: In, ancestor: string, of: string): Promise<boolean> {
  const { code } = await runGit(['merge-base', '--is-ancestor', ancestor, of], {
    cwd: repo.path,
    reads: true,
    expect: [0, 1],
  });
  return code === 0;
}

/** The tree of a commit. */
export async function treeOf(repo: In, commit: string): Promise<string> {
  const { stdout } = await runGit(
    ['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`],
    {
      cwd: repo.path,
      reads: true,
    },
  );
  return stdout.trim();
}
