import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Kind, Memory } from '../memory.ts';
import type { Listing } from './listings.ts';
import { withLock } from './lock.ts';
import { ObjectReader } from './object-reader.ts';
import { type Repository, stateFolder } from './repository.ts';
import { type GitOptions, type GitOutput, runGit, runListing, startGit } from './run-git.ts';

/** git's own default: fewer objects are stored one by one, more as a pack. */
const UNPACK_LIMIT = 100;

/** A snapshot must bring back the bytes that were there, whatever the repository says about its files. */
const ATTRIBUTES = '* -text -filter -ident -working-tree-encoding !eol\n';

/** One per repository. */
const READERS: Kind<ObjectReader> = { most: 1 };

type ShadowOptions = Omit<GitOptions, 'cwd'> & { readonly cwd?: string };

/**
 * An app-owned bare repository that borrows the user's objects. Merges and snapshots are made in it: it has no
 * hooks, drivers, filters or settings of anybody's, and what is thrown away never reaches the user's objects.
 */
export class Shadow {
  readonly path: string;
  /** That of the repository it belongs to. */
  readonly memory: Memory;
  readonly #env: Readonly<Record<string, string>>;

  /** `shallow`: the file that says where a shallow clone's history ends; it goes with the objects. */
  constructor(path: string, shallow: string | null, memory: Memory) {
    this.path = path;
    this.memory = memory;
    this.#env = { ...PLAIN, GIT_DIR: path, ...(shallow ? { GIT_SHALLOW_FILE: shallow } : {}) };
  }

  /** Runs git in it; there is a work tree only when `env` has `GIT_WORK_TREE`. */
  git(args: readonly string[], options: ShadowOptions = {}): Promise<GitOutput> {
    const env = { ...options.env, ...this.#env };
    return runGit(args, { ...options, cwd: options.cwd ?? this.path, env });
  }

  /** Asks for a listing in it. */
  list<Item>(listing: Listing<Item>, options: ShadowOptions = {}): Promise<Item[]> {
    const env = { ...options.env, ...this.#env };
    return runListing(listing, { ...options, cwd: options.cwd ?? this.path, env });
  }

  /**
   * As `git`, with a work tree whose line-end rules hold: objects go to the shadow, attributes come from the files,
   * and filters, which are named nowhere here, do nothing.
   */
  work(
    args: readonly string[],
    options: ShadowOptions & { readonly cwd: string },
  ): Promise<GitOutput> {
    const dirs = { GIT_DIR: workDir(this.path), GIT_OBJECT_DIRECTORY: join(this.path, 'objects') };
    return runGit(args, { ...options, env: { ...options.env, ...this.#env, ...dirs } });
  }

  /** Reads objects without a process for each: ours and the user's. */
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

  /** Lends an empty folder for index files and the like. Only files right in it are removed afterwards. */
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

/** Nobody's settings. */
const PLAIN = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } as const;

/** Opens the shadow of a repository; the first time makes it. */
export async function openShadow(
  repo: Pick<Repository, 'commonDir' | 'objectFormat' | 'memory'>,
): Promise<Shadow> {
  const path = join(stateFolder(repo), 'shadow.git');
  const work = workDir(path);
  const mark = join(work, 'tributary-ready');
  if (!(await exists(mark))) {
    await withLock(repo, 'shadow', async () => {
      if (await exists(mark)) return;
      // Also completes one that a crash left half made.
      const init = ['init', '--quiet', '--bare', '--template='];
      init.push(`--object-format=${repo.objectFormat}`, '--');
      for (const folder of [path, work])
        await runGit([...init, folder], { cwd: stateFolder(repo), env: PLAIN });
      await mkdir(join(path, 'objects', 'info'), { recursive: true });
      await mkdir(join(path, 'info'), { recursive: true });
      // Relative to `shadow.git/objects`, so that a moved repository takes its shadow along.
      await writeFile(join(path, 'objects', 'info', 'alternates'), '../../../objects\n');
      await writeFile(join(path, 'info', 'attributes'), ATTRIBUTES);
      await writeFile(mark, '');
    });
  }
  const shallow = join(repo.commonDir, 'shallow');
  return new Shadow(path, (await exists(shallow)) ? shallow : null, repo.memory);
}

/** Milliseconds between two clean-ups of a shadow repository. */
const PRUNE_EVERY = 86_400_000;

/** Drops what predictions and snapshots left in the shadow more than a day ago; does nothing more than once a day. */
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
 * Copies commits with everything they need, except what `known` commits have, from the shadow to the repository.
 * No transport and no remote is involved that a setting could redirect.
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
