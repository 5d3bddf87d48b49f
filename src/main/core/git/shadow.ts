import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Kind, Memory } from '../memory.ts';
import type { Listing } from './listings.ts';
import { withLock } from './lock.ts';
import { ObjectReader } from './object-reader.ts';
import { type Repository, stateFolder } from './repository.ts';
import { type GitOptions, type GitOutput, runGit, runListing, startGit } from './run-git.ts';

/** git's default: fewer objects are unpacked, more are kept as a pack. */
const UNPACK_LIMIT = 100;

/** A snapshot must restore the exact bytes, whatever the repository's attributes say. */
const ATTRIBUTES = '* -text -filter -ident -working-tree-encoding !eol\n';

/** One per repository. */
const READERS: Kind<ObjectReader> = { most: 1 };

type ShadowOptions = Omit<GitOptions, 'cwd'> & { readonly cwd?: string };

/**
 * An app-owned bare repository that uses the user's objects as alternates. Merges and snapshots are made in it: it has
 * no hooks, drivers, filters or settings of the user or the repository, and discarded objects never reach the user's
 * object store.
 */
export class Shadow {
  readonly path: string;
  /** The memory of its repository. */
  readonly memory: Memory;
  readonly #env: Readonly<Record<string, string>>;

  /**
   * `shallow`: path of the file with the boundary commits of a shallow clone, which applies to the borrowed objects.
   */
  constructor(path: string, shallow: string | null, memory: Memory) {
    this.path = path;
    this.memory = memory;
    this.#env = { ...PLAIN, GIT_DIR: path, ...(shallow ? { GIT_SHALLOW_FILE: shallow } : {}) };
  }

  /** Runs git in it. There is a work tree only when `env` has `GIT_WORK_TREE`. */
  git(args: readonly string[], options: ShadowOptions = {}): Promise<GitOutput> {
    const env = { ...options.env, ...this.#env };
    return runGit(args, { ...options, cwd: options.cwd ?? this.path, env });
  }

  /** Runs a listing in it. */
  list<Item>(listing: Listing<Item>, options: ShadowOptions = {}): Promise<Item[]> {
    const env = { ...options.env, ...this.#env };
    return runListing(listing, { ...options, cwd: options.cwd ?? this.path, env });
  }

  /**
   * Like `git`, with a work tree whose line-end rules apply: objects go to the shadow, attributes come from the files,
   * and filters have no effect, because none is configured here.
   */
  work(
    args: readonly string[],
    options: ShadowOptions & { readonly cwd: string },
  ): Promise<GitOutput> {
    const dirs = { GIT_DIR: workDir(this.path), GIT_OBJECT_DIRECTORY: join(this.path, 'objects') };
    return runGit(args, { ...options, env: { ...options.env, ...this.#env, ...dirs } });
  }

  /** Reads objects of both repositories without a process per object. */
  get objects(): ObjectReader {
    const readers = this.memory.of(READERS);
    const known = readers.get(this.path);
    if (known) return known;
    const start = () =>
      startGit(['cat-file', '--batch-command'], { cwd: this.path, env: this.#env });
    const reader = new ObjectReader(start);
    readers.set(this.path, reader);
    return reader;
  }

  /** Provides a temporary folder for index files. Afterwards removes the files directly in it, nothing else. */
  async withScratch<T>(task: (folder: string) => Promise<T>): Promise<T> {
    const folder = join(dirname(this.path), `scratch-${process.pid}-${randomUUID()}`);
    await mkdir(folder);
    try {
      return await task(folder);
    } finally {
      for (const name of await readdir(folder)) await unlink(join(folder, name));
      await rmdir(folder);
    }
  }
}

/** A git directory without objects and without the shadow's attributes. */
function workDir(shadow: string): string {
  return join(dirname(shadow), 'work.git');
}

/** Ignore the configuration of system and user. */
const PLAIN = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } as const;

/** Opens the shadow of a repository, and creates it the first time. */
export async function openShadow(
  repo: Pick<Repository, 'commonDir' | 'objectFormat' | 'memory'>,
): Promise<Shadow> {
  const path = join(stateFolder(repo), 'shadow.git');
  const work = workDir(path);
  const mark = join(work, 'tributary-ready');
  if (!(await exists(mark))) {
    await withLock(repo, 'shadow', async () => {
      if (await exists(mark)) return;
      // Also completes one that was half created before a crash.
      const init = ['init', '--quiet', '--bare', '--template='];
      init.push(`--object-format=${repo.objectFormat}`, '--');
      for (const folder of [path, work])
        await runGit([...init, folder], { cwd: stateFolder(repo), env: PLAIN });
      await mkdir(join(path, 'objects', 'info'), { recursive: true });
      await mkdir(join(path, 'info'), { recursive: true });
      // Relative to `shadow.git/objects`, so that it stays valid when the repository is moved.
      await writeFile(join(path, 'objects', 'info', 'alternates'), '../../../objects\n');
      await writeFile(join(path, 'info', 'attributes'), ATTRIBUTES);
      await writeFile(mark, '');
    });
  }
  const shallow = join(repo.commonDir, 'shallow');
  return new Shadow(path, (await exists(shallow)) ? shallow : null, repo.memory);
}

/** Milliseconds between two prunes of a shadow repository. */
const PRUNE_EVERY = 86_400_000;

/** Prunes objects of predictions and snapshots older than a day; at most once per day. */
export async function pruneShadow(
  repo: Pick<Repository, 'commonDir' | 'objectFormat' | 'memory'>,
): Promise<void> {
  const shadow = await openShadow(repo);
  const mark = join(shadow.path, 'tributary-pruned');
  const last = (await stat(mark).catch(() => null))?.mtimeMs ?? 0;
  if (Date.now() - last < PRUNE_EVERY) return;
  await writeFile(mark, '');
  await shadow.git(['prune', '--expire=1.day.ago']);
}

/**
 * Copies commits with all objects they need, except those that `known` commits have, from the shadow to the repository.
 * Uses no transport or remote, which settings could redirect.
 */
export async function deliver(
  repo: Repository,
  shadow: Shadow,
  what: { readonly commits: readonly string[]; readonly known: readonly string[] },
): Promise<void> {
  const revisions = [...what.commits, ...what.known.map((oid) => `^${oid}`)].join('\n');
  const { bytes } = await shadow.git(['pack-objects', '--revs', '--stdout', '-q'], {
    input: `${revisions}\n`,
  });
  const count = bytes.readUInt32BE(8);
  if (count === 0) return;
  const store = count > UNPACK_LIMIT ? ['index-pack', '--stdin'] : ['unpack-objects', '-q'];
  await runGit(store, { cwd: repo.path, input: bytes });
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
