import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareWorktree } from '../agents/prepare-worktree.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { gitDirOf } from '../git/worktree-entries.ts';
import { verifyMark } from '../landing/orphan-processes.ts';

/** Files that declare a project's dependencies: when one changes, set-up runs again. */
const INPUTS = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'Cargo.lock',
  'go.sum',
  'poetry.lock',
  'uv.lock',
  'Pipfile.lock',
  'requirements*.txt',
  'pyproject.toml',
  'Gemfile.lock',
  'composer.lock',
  'mix.lock',
  'gradle.lockfile',
];

/** Kept in the worktree's git folder, so that it is deleted with the worktree. */
const MARK = 'tributary-setup';

/**
 * Runs the set-up line (the caller has checked trust) in the integration worktree, once per change of its dependency
 * files: installed files are kept between candidates. Returns the exit code, or null if nothing had to be done.
 */
export async function setUpIntegration(
  repo: Repository,
  cwd: string,
  options: {
    readonly setup: string;
    readonly signal: AbortSignal;
    readonly onOutput: (text: string) => void;
  },
): Promise<number | null> {
  const mark = join(await gitDirOf(cwd), MARK);
  const print = await inputs(cwd, options.setup);
  if ((await readFile(mark, 'utf8').catch(() => '')) === print) return null;
  const { exit } = await prepareWorktree(repo, cwd, { ...options, env: verifyMark(repo) });
  if (exit === 0) await writeFile(mark, print);
  return exit;
}

async function inputs(cwd: string, setup: string): Promise<string> {
  const patterns = INPUTS.map((name) => `:(glob)**/${name}`);
  const { stdout } = await runGit(['ls-files', '-s', '-z', '--', ...patterns], {
    cwd,
    reads: true,
  });
  return createHash('sha256').update(`${setup}\0${stdout}`).digest('hex');
}
