import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { startHere, waitFor } from '../process.ts';

/** First version with `merge-tree --write-tree`, which predictions and merges need. */
const MINIMUM: readonly [number, number] = [2, 38];
/** First version with `merge-tree --stdin`; older versions merge pair by pair. */
const BATCH_MERGES: readonly [number, number] = [2, 39];
const VERSION_TIMEOUT_MS = 10_000;
const NAMES = process.platform === 'win32' ? ['git.exe'] : ['git'];

/** How to install git, by platform. */
const INSTALL: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'xcode-select --install',
  linux: 'on Debian and Ubuntu: sudo apt install git',
  win32: 'winget install Git.Git',
};

export interface GitBinary {
  readonly path: string;
  readonly version: string;
  /** Whether `merge-tree` accepts several merges on its input. */
  readonly batchMerges: boolean;
}

const found = new Map<string, Promise<GitBinary>>();

/**
 * The git on the PATH and its version, cached per PATH. Throws `git.notFound` or `git.tooOld`. Empty and relative PATH
 * entries are skipped: they would run a file of the repository named git.
 */
export function findGit(): Promise<GitBinary> {
  const path = process.env.PATH ?? '';
  const known = found.get(path);
  if (known) return known;
  const search = lookUp(path);
  found.set(path, search);
  // Try again next time: git may be installed while the app runs.
  search.catch(() => found.delete(path));
  return search;
}

async function lookUp(path: string): Promise<GitBinary> {
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    for (const name of NAMES) {
      const candidate = join(folder, name);
      if (!(await isProgram(candidate))) continue;
      const version = await readVersion(candidate);
      if (version === null) continue;
      if (isOldGit(version)) throw gitTooOld(version);
      return { path: candidate, version, batchMerges: !isOlder(version, BATCH_MERGES) };
    }
  }
  throw new CoreFailure({
    code: 'git.notFound',
    message: 'git was not found on the PATH.',
    remedy: `Install git ${MINIMUM.join('.')} or newer (${INSTALL[process.platform] ?? 'https://git-scm.com'}), or start the app with a PATH that holds it.`,
    data: { path },
  });
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function readVersion(path: string): Promise<string | null> {
  try {
    const env = { PATH: process.env.PATH, LC_ALL: 'C' };
    const asked = startHere({ file: path, args: ['version'], env });
    const { stdout } = await waitFor(asked, { timeoutMs: VERSION_TIMEOUT_MS });
    return parseGitVersion(Buffer.from(stdout).toString('utf8'));
  } catch {
    // A program named git that does not answer is not git: continue the search.
    return null;
  }
}

/** Reads `git version 2.39.5 (Apple Git-154)`; null when the text is something else. */
export function parseGitVersion(text: string): string | null {
  return /^git version (\d+\.\d+(?:\.\d+)*)/.exec(text.trim())?.[1] ?? null;
}

export function isOldGit(version: string): boolean {
  return isOlder(version, MINIMUM);
}

function isOlder(version: string, than: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < than[0] || (major === than[0] && minor < than[1]);
}

function gitTooOld(version: string): CoreFailure {
  return new CoreFailure({
    code: 'git.tooOld',
    message: `git ${version} is too old: Tributary needs ${MINIMUM.join('.')} or newer.`,
    data: { version, minimum: MINIMUM.join('.') },
  });
}
