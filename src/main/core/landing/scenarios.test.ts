import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRepository, type Repository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { planMerge } from '../merge/plan-merge.ts';

/** Changes of one side: a string writes a file, null removes it, other kinds are named. */
type Change =
  | string
  | null
  | { readonly moveTo: string }
  | { readonly link: string }
  | { readonly executable: boolean }
  | { readonly submodule: string };
type Changes = Readonly<Record<string, Change>>;

interface Scenario {
  readonly name: string;
  readonly base: Changes;
  readonly ours: Changes;
  readonly theirs: Changes;
  /** git's conflict kinds, sorted and unique; empty if it merges cleanly. */
  readonly kinds: readonly string[];
}

const text = (seed: string) => Array.from({ length: 20 }, (_, n) => `${seed} ${n}\n`).join('');
const edited = (seed: string, line: number, by: string) =>
  text(seed).replace(`${seed} ${line}\n`, `${by}\n`);
const A = text('a');
const B = text('b');
const BINARY = (n: number) => `\u0000\u0001\u0002${n}`;
const COMMITS = ['1', '2', '3'].map((digit) => digit.repeat(40));

const SCENARIOS: readonly Scenario[] = [
  // Directory renames: new files follow a renamed folder, or git reports a conflict.
  {
    name: 'a file added to a folder that the other side renamed',
    base: { 'z/a': A, 'z/b': B },
    ours: { 'z/a': { moveTo: 'y/a' }, 'z/b': { moveTo: 'y/b' } },
    theirs: { 'z/c': text('c') },
    kinds: ['directory rename suggested'],
  },
  {
    name: 'a folder renamed by both to the same name',
    base: { 'z/a': A, 'z/b': B },
    ours: { 'z/a': { moveTo: 'y/a' }, 'z/b': { moveTo: 'y/b' } },
    theirs: { 'z/a': { moveTo: 'y/a' }, 'z/b': { moveTo: 'y/b' } },
    kinds: [],
  },
  {
    name: 'a renamed folder and an edit in it',
    base: { 'z/a': A, 'z/b': B },
    ours: { 'z/a': { moveTo: 'y/a' }, 'z/b': { moveTo: 'y/b' } },
    theirs: { 'z/a': edited('a', 3, 'x') },
    kinds: [],
  },
  {
    name: 'a folder split in two by one side, a file added by the other',
    base: { 'z/a': A, 'z/b': B },
    ours: { 'z/a': { moveTo: 'x/a' }, 'z/b': { moveTo: 'y/b' } },
    theirs: { 'z/c': text('c') },
    kinds: ['directory rename unclear split'],
  },
  {
    name: 'a renamed folder meets a file of its new name',
    base: { 'z/a': A, 'z/b': B },
    ours: { 'z/a': { moveTo: 'y/a' }, 'z/b': { moveTo: 'y/b' } },
    theirs: { y: text('c') },
    kinds: ['file/directory'],
  },
  {
    name: 'a folder renamed on, a file moved into it by the other side',
    base: { 'z/a': A, 'z/b': B, c: text('c') },
    ours: { 'z/a': { moveTo: 'y/a' }, 'z/b': { moveTo: 'y/b' } },
    theirs: { c: { moveTo: 'z/c' } },
    kinds: ['directory rename suggested'],
  },
  {
    name: 'a nested folder renamed',
    base: { 'p/z/a': A, 'p/z/b': B },
    ours: { 'p/z/a': { moveTo: 'q/r/a' }, 'p/z/b': { moveTo: 'q/r/b' } },
    theirs: { 'p/z/a': edited('a', 2, 'x') },
    kinds: [],
  },
  // Renames of files.
  {
    name: 'a file renamed by one and edited by the other',
    base: { a: A },
    ours: { a: { moveTo: 'b' } },
    theirs: { a: edited('a', 5, 'x') },
    kinds: [],
  },
  {
    name: 'a file renamed to two names',
    base: { a: A },
    ours: { a: { moveTo: 'b' } },
    theirs: { a: { moveTo: 'c' } },
    kinds: ['rename/rename'],
  },
  {
    name: 'two files renamed to one name',
    base: { a: A, b: B },
    ours: { a: { moveTo: 'c' } },
    theirs: { b: { moveTo: 'c' } },
    kinds: ['add/add'],
  },
  {
    name: 'a file renamed by one and deleted by the other',
    base: { a: A },
    ours: { a: { moveTo: 'b' } },
    theirs: { a: null },
    kinds: ['rename/delete'],
  },
  {
    name: 'a file renamed where the other adds another one',
    base: { a: A },
    ours: { a: { moveTo: 'b' } },
    theirs: { b: B },
    kinds: ['add/add'],
  },
  {
    name: 'renamed by both to the same name and edited apart',
    base: { a: A },
    ours: { a: { moveTo: 'b' } },
    theirs: { a: { moveTo: 'b' }, c: 'x\n' },
    kinds: [],
  },
  // Contents.
  {
    name: 'edits far apart',
    base: { a: A },
    ours: { a: edited('a', 1, 'x') },
    theirs: { a: edited('a', 18, 'y') },
    kinds: [],
  },
  {
    name: 'the same edit',
    base: { a: A },
    ours: { a: edited('a', 1, 'x') },
    theirs: { a: edited('a', 1, 'x') },
    kinds: [],
  },
  {
    name: 'different edits of a line',
    base: { a: A },
    ours: { a: edited('a', 1, 'x') },
    theirs: { a: edited('a', 1, 'y') },
    kinds: ['contents'],
  },
  { name: 'the same file added', base: { z: A }, ours: { n: B }, theirs: { n: B }, kinds: [] },
  {
    name: 'different files added',
    base: { z: A },
    ours: { n: A },
    theirs: { n: B },
    kinds: ['add/add'],
  },
  {
    name: 'deleted and edited',
    base: { a: A },
    ours: { a: null },
    theirs: { a: edited('a', 1, 'x') },
    kinds: ['modify/delete'],
  },
  {
    name: 'deleted by both',
    base: { a: A, z: B },
    ours: { a: null },
    theirs: { a: null },
    kinds: [],
  },
  {
    name: 'line ends rewritten by one, edited by the other',
    base: { a: A },
    ours: { a: A.replaceAll('\n', '\r\n') },
    theirs: { a: edited('a', 1, 'x') },
    kinds: ['contents'],
  },
  {
    name: 'line ends of a text file that attributes normalise',
    base: { '.gitattributes': '* text=auto\n', a: A },
    ours: { a: edited('a', 1, 'x').replaceAll('\n', '\r\n') },
    theirs: { a: edited('a', 18, 'y') },
    kinds: [],
  },
  {
    name: 'a file that attributes merge as a union',
    base: { '.gitattributes': 'log merge=union\n', log: '1\n' },
    ours: { log: '1\nx\n' },
    theirs: { log: '1\ny\n' },
    kinds: [],
  },
  {
    name: 'no newline at the end on one side',
    base: { a: 'a\nb' },
    ours: { a: 'a\nb\n' },
    theirs: { a: 'x\nb' },
    kinds: ['contents'],
  },
  // Binary files.
  {
    name: 'a binary file changed by both',
    base: { p: BINARY(0) },
    ours: { p: BINARY(1) },
    theirs: { p: BINARY(2) },
    kinds: ['binary'],
  },
  {
    name: 'a binary file changed by one',
    base: { p: BINARY(0), z: A },
    ours: { p: BINARY(1) },
    theirs: { z: B },
    kinds: [],
  },
  // Modes and links.
  {
    name: 'made executable by one, edited by the other',
    base: { a: A },
    ours: { a: { executable: true } },
    theirs: { a: edited('a', 1, 'x') },
    kinds: [],
  },
  {
    name: 'made executable by both',
    base: { a: A, z: B },
    ours: { a: { executable: true } },
    theirs: { a: { executable: true } },
    kinds: [],
  },
  {
    name: 'links changed by both',
    base: { l: { link: 'a' } },
    ours: { l: { link: 'b' } },
    theirs: { l: { link: 'c' } },
    kinds: ['contents'],
  },
  {
    name: 'a file becomes a link, the other edits it',
    base: { a: A },
    ours: { a: { link: 'z' } },
    theirs: { a: edited('a', 1, 'x') },
    kinds: ['distinct modes'],
  },
  {
    name: 'a folder becomes a link, the other edits in it',
    base: { 'd/a': A },
    ours: { 'd/a': null, d: { link: 'e' } },
    theirs: { 'd/a': edited('a', 1, 'x') },
    kinds: ['file/directory', 'modify/delete'],
  },
  // Files and folders in each other's way.
  {
    name: 'a file where the other makes a folder',
    base: { z: A },
    ours: { d: B },
    theirs: { 'd/a': A },
    kinds: ['file/directory'],
  },
  {
    name: 'a file becomes a folder on one side, edited on the other',
    base: { d: A },
    ours: { d: null, 'd/a': B },
    theirs: { d: edited('a', 1, 'x') },
    kinds: ['file/directory'],
  },
  // Submodules.
  {
    name: 'a submodule moved on by one',
    base: { s: { submodule: '1' }, z: A },
    ours: { s: { submodule: '2' } },
    theirs: { z: B },
    kinds: [],
  },
  {
    name: 'a submodule moved on by both',
    base: { s: { submodule: '1' } },
    ours: { s: { submodule: '2' } },
    theirs: { s: { submodule: '3' } },
    kinds: ['submodule not initialized'],
  },
  {
    name: 'a submodule where the other adds a folder',
    base: { z: A },
    ours: { s: { submodule: '1' } },
    theirs: { 's/a': A },
    kinds: ['file/directory'],
  },
];

let fixture: RepositoryFixture;
let repo: Repository;

beforeAll(async () => {
  fixture = makeRepository();
  fixture.git(['config', 'advice.detachedHead', 'false']);
  repo = await openRepository(fixture.path);
});
afterAll(() => fixture.remove());

test.each(SCENARIOS)('$name', async ({ name, base: start, ours, theirs, kinds }) => {
  fixture.git(['switch', '-q', '--orphan', name.replaceAll(/\W+/g, '-')]);
  const base = apply(start);
  const heads = [ours, theirs].map((changes, index) => {
    fixture.git(['switch', '-q', '--detach', base]);
    const agent = ['one', 'two'][index] ?? '';
    return { agent, branch: agent, oid: apply(changes) };
  });
  const plan = await planMerge({
    repo,
    base,
    heads,
    strategy: 'merge',
    feature: 'f',
    sync: 's',
    featureBranch: 'feature/f',
  });
  const open = plan.met.filter(({ resolution }) => resolution === null);
  expect([...new Set(open.map(({ kind }) => kind))].sort()).toEqual(kinds);
  expect(plan.tree).toBe(
    reallyMerged(
      base,
      heads.map(({ oid }) => oid),
    ),
  );
});

/** Makes the changes in the main checkout and commits them. */
function apply(changes: Changes): string {
  const place = (name: string) => join(fixture.path, name);
  const submodules: string[] = [];
  for (const [name, change] of Object.entries(changes)) {
    if (change === null) rmSync(place(name), { recursive: true });
    else if (typeof change === 'string') {
      mkdirSync(dirname(place(name)), { recursive: true });
      writeFileSync(place(name), change);
    } else if ('moveTo' in change) {
      mkdirSync(dirname(place(change.moveTo)), { recursive: true });
      renameSync(place(name), place(change.moveTo));
    } else if ('executable' in change) chmodSync(place(name), 0o755);
    else if ('link' in change) {
      rmSync(place(name), { recursive: true, force: true });
      symlinkSync(change.link, place(name));
    } else {
      const oid = COMMITS[Number(change.submodule) - 1] ?? '';
      submodules.push(`160000,${oid},${name}`);
    }
  }
  fixture.git(['add', '-A', '--', '.', ...kept()]);
  for (const info of submodules) fixture.git(['update-index', '--add', '--cacheinfo', info]);
  fixture.git(['commit', '-q', '--allow-empty', '-m', 'change']);
  return fixture.git(['rev-parse', 'HEAD']);
}

/** Submodules have no folder here; that must not count as their removal. */
function kept(): string[] {
  const listed = fixture.git(['ls-files', '-s']).split('\n');
  return listed
    .filter((line) => line.startsWith('160000'))
    .map((line) => `:(exclude,literal)${line.slice(line.indexOf('\t') + 1)}`);
}

/** The tree of git's own merge; null if it conflicts. */
function reallyMerged(base: string, oids: readonly string[]): string | null {
  fixture.git(['switch', '-q', '--detach', base]);
  try {
    for (const oid of oids) fixture.git(['merge', '-q', '--no-ff', '-m', 'm', oid]);
    return fixture.git(['rev-parse', 'HEAD^{tree}']);
  } catch {
    fixture.git(['reset', '-q', '--hard']);
    return null;
  }
}
