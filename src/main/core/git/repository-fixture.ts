import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type FolderCopy, writeFolder } from './folder-copy-fixture.ts';

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

/** Nothing looks after a commit whether the repository should be packed. */
const UNATTENDED = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'maintenance.auto',
  GIT_CONFIG_VALUE_0: 'false',
};

/**
 * A start of a process from one as large as a test is the dearest part of a short git command, so a shell does what takes
 * several. `$1` is the message.
 */
const RECORD = 'git add -A && git commit -q --allow-empty -m "$1" && git rev-parse HEAD';
/** Hooks that nobody runs are not copied; their folder is there as in every repository. */
const BEGIN = `git init -q --template= -b main && mkdir .git/hooks .git/info &&
printf '[user]\\n\\tname = Test\\n\\temail = test@example.com\\n' >> .git/config && ${RECORD}`;

/** git looks at each file of a copied checkout once, and then knows again that it is unchanged. */
const KNOW_FILES = 'for checkout; do git -C "$checkout" update-index -q --refresh; done';

export function makeRepository(
  files: Readonly<Record<string, string>> = { 'README.md': '# app\n' },
): RepositoryFixture {
  const root = newRoot();
  const path = join(root, 'app');
  mkdirSync(path);
  write(path, files);
  record(BEGIN, { message: 'first', cwd: path });
  return repositoryAt(root);
}

/** Makes one again from the copy of another's root, whose checkouts were these, relative to it. */
export function copyRepository(copy: FolderCopy, checkouts: readonly string[]): RepositoryFixture {
  const root = newRoot();
  writeFolder(copy, root);
  run('sh', ['-c', KNOW_FILES, 'sh', ...checkouts], root);
  return repositoryAt(root);
}

function newRoot(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'tributary-git-')));
}

function repositoryAt(root: string): RepositoryFixture {
  const path = join(root, 'app');
  return {
    root,
    path,
    git: (args, cwd = path) => run('git', args, cwd),
    commit(changes, { message = 'change', cwd = path } = {}) {
      write(cwd, changes);
      return record(RECORD, { message, cwd });
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function write(folder: string, changes: Readonly<Record<string, string | null>>): void {
  for (const [name, text] of Object.entries(changes)) {
    const file = join(folder, name);
    if (text === null) rmSync(file, { recursive: true, force: true });
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}

/** Runs a script that makes a commit; returns the commit. */
function record(script: string, { message, cwd }: Required<CommitOptions>): string {
  return run('sh', ['-c', script, 'sh', message], cwd);
}

function run(program: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', ...UNATTENDED };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} in ${cwd}: ${stderr}${stdout}`);
  return stdout.trimEnd();
}
