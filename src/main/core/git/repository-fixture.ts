import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real repository in a folder of its own, for tests: made and changed with plain git, as a person would. */
export interface RepositoryFixture {
  /** Holds the main checkout and, beside it, its worktrees. */
  readonly root: string;
  /** The main checkout, on `main`. */
  readonly path: string;
  /** Runs git, in the main checkout unless told otherwise; throws on a non-zero exit. */
  git(args: readonly string[], cwd?: string): string;
  /** Writes files (null deletes) and commits everything; returns the commit. */
  commit(files: Readonly<Record<string, string | null>>, options?: CommitOptions): string;
  remove(): void;
}

interface CommitOptions {
  readonly message?: string;
  readonly cwd?: string;
}

export function makeRepository(
  files: Readonly<Record<string, string>> = { 'README.md': '# app\n' },
): RepositoryFixture {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-git-')));
  const path = join(root, 'app');
  mkdirSync(path);
  const git = (args: readonly string[], cwd = path) => {
    const env = { ...process.env, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1' };
    const { status, stdout, stderr } = spawnSync('git', args, { cwd, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')} in ${cwd}: ${stderr}${stdout}`);
    return stdout.trimEnd();
  };
  git(['init', '-q', '-b', 'main']);
  git(['config', 'user.name', 'Test']);
  git(['config', 'user.email', 'test@example.com']);
  const commit: RepositoryFixture['commit'] = (changes, options = {}) => {
    const cwd = options.cwd ?? path;
    for (const [name, text] of Object.entries(changes)) {
      const file = join(cwd, name);
      if (text === null) rmSync(file, { recursive: true, force: true });
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
    git(['add', '-A'], cwd);
    git(['commit', '-q', '--allow-empty', '-m', options.message ?? 'change'], cwd);
    return git(['rev-parse', 'HEAD'], cwd);
  };
  commit(files, { message: 'first' });
  return { root, path, git, commit, remove: () => rmSync(root, { recursive: true, force: true }) };
}
