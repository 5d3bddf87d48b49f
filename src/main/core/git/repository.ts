import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { Memory } from '../memory.ts';
import { type Head, headInProcess } from './in-process.ts';
import { runGit } from './run-git.ts';

/**
 * An open repository with a main checkout. The fields describe the moment of opening; `head` and `branch` change later.
 */
export interface Repository {
  /** The real path of the main checkout. */
  readonly id: string;
  readonly path: string;
  /** Real path of the git directory shared by all worktrees. */
  readonly commonDir: string;
  /** Folder name of the main checkout. */
  readonly name: string;
  readonly objectFormat: 'sha1' | 'sha256';
  /** HEAD of the main checkout; null when its branch has no commit yet (other branches do). */
  readonly head: string | null;
  /** Short name; null when detached. */
  readonly branch: string | null;
  /** Cached facts about the repository. */
  readonly memory: Memory;
}

/**
 * Opens the repository that contains a path; a linked worktree or a subfolder resolves to the main checkout. Throws
 * `project.notARepository`, `project.bare`, `project.noCommit`, `git.dubiousOwnership`, `git.notFound`, `git.tooOld`.
 */
export async function openRepository(path: string): Promise<Repository> {
  const { stdout } = await runGit(
    [
      'rev-parse',
      '--path-format=absolute',
      '--is-bare-repository',
      '--git-common-dir',
      '--git-dir',
    ].concat('--show-object-format'),
    { cwd: path, reads: true },
  );
  const [bare, common, gitDir, format] = stdout.split('\n');
  if (bare === 'true' || common === undefined || gitDir === undefined) throw bareFailure(path);
  const commonDir = await realpath(common);
  const checkout = await mainCheckout(path, { commonDir, gitDir: await realpath(gitDir) });
  const head = await readHead(checkout);
  if (head.oid === null && !(await hasBranches(checkout))) throw noCommitFailure(checkout);
  return {
    id: checkout,
    path: checkout,
    commonDir,
    name: basename(checkout),
    objectFormat: format === 'sha256' ? 'sha256' : 'sha1',
    head: head.oid,
    branch: head.branch,
    memory: new Memory(),
  };
}

/** The app's folder inside a repository's git directory: journals, locks, shadow repository, trash. Never committed. */
export function stateFolder(repo: Pick<Repository, 'commonDir'>): string {
  return join(repo.commonDir, 'tributary');
}

async function mainCheckout(
  path: string,
  dirs: { commonDir: string; gitDir: string },
): Promise<string> {
  if (dirs.gitDir === dirs.commonDir) {
    const { code, stdout } = await runGit(['rev-parse', '--show-toplevel'], {
      cwd: path,
      reads: true,
      expect: [0, 128],
    });
    // Inside `.git` there is no work tree.
    if (code === 0) return realpath(stdout.replace(/\n$/, ''));
  }
  const { stdout } = await runGit(['worktree', 'list', '--porcelain', '-z'], {
    cwd: path,
    reads: true,
  });
  const [first = ''] = stdout.split('\0\0');
  const [folder = '', ...facts] = first.split('\0');
  if (facts.includes('bare')) throw bareFailure(path);
  return realpath(folder.replace(/^worktree /, ''));
}

/** HEAD of a worktree, read without a git process where the repository's format allows it. */
export async function readHead(worktree: string): Promise<Head> {
  const head = await headInProcess(worktree);
  if (head) return head;
  const options = { cwd: worktree, reads: true, expect: [0, 1, 128] };
  const [oid, branch] = await Promise.all([
    runGit(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], options),
    runGit(['symbolic-ref', '--quiet', '--short', 'HEAD'], options),
  ]);
  return {
    oid: oid.code === 0 ? oid.stdout.trim() : null,
    branch: branch.code === 0 ? branch.stdout.trim() : null,
  };
}

async function hasBranches(checkout: string): Promise<boolean> {
  const { stdout } = await runGit(['for-each-ref', '--count=1', 'refs/heads'], {
    cwd: checkout,
    reads: true,
  });
  return stdout !== '';
}

function bareFailure(path: string): CoreFailure {
  return new CoreFailure({
    code: 'project.bare',
    message: `${path} belongs to a bare repository: it has no main checkout.`,
    data: { path },
  });
}

function noCommitFailure(path: string): CoreFailure {
  return new CoreFailure({
    code: 'project.noCommit',
    message: `${path} has no commit yet.`,
    data: { path },
  });
}
