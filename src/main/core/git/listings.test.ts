import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changedFiles, changedNames, lineCounts, rawChanges } from './diff-listings.ts';
import {
  allTreeEntries,
  fileSizes,
  indexEntries,
  indexInput,
  taggedIndexEntries,
  treeEntries,
} from './entry-listings.ts';
import {
  attributeValues,
  commitLines,
  configSettings,
  fileNames,
  ignoredNames,
  namesInput,
} from './listings.ts';
import { manyMerges, oneMerge } from './merge-output.ts';
import { makeRepository, type RepositoryFixture } from './repository-fixture.ts';
import { runGit, runListing } from './run-git.ts';

/** Names that a line, a blank, a tab, a quote or an option would cut or change. */
const ODD = [
  ' leading blank',
  '"quoted"',
  '-dash',
  '--',
  ':colon',
  'R100',
  'a b\tc',
  'back\\slash',
  'line\nend',
  '\n',
  '\tü/\t',
  'ünï',
].sort();
const odd = (text: string) => Object.fromEntries(ODD.map((name) => [name, text]));

let fixture: RepositoryFixture;
let first: string;
let options: { readonly cwd: string };

beforeAll(() => {
  fixture = makeRepository({ ...odd('one\ntwo\n'), 'folder/file': '12345' });
  first = fixture.git(['rev-parse', 'HEAD']);
  options = { cwd: fixture.path };
});
afterAll(() => fixture.remove());

const stored = (revision: string) => fixture.git(['rev-parse', revision]);

test('entries of a tree, in folders or not, of every kind', async () => {
  const repository = makeRepository({ plain: 'x', program: 'y', 'folder/in it\n': 'z' });
  const { path, git } = repository;
  chmodSync(join(path, 'program'), 0o755);
  symlinkSync('plain', join(path, 'link'));
  const head = git(['rev-parse', 'HEAD']);
  git(['add', '-A']);
  git(['update-index', '--add', '--cacheinfo', `160000,${head},module`]);
  const tree = git(['write-tree']);
  const at = { cwd: path };
  const shape = ({ mode, kind, path: name }: { mode: string; kind: string; path: string }) =>
    `${mode} ${kind} ${JSON.stringify(name)}`;

  expect((await runListing(treeEntries(tree), at)).map(shape)).toEqual([
    '040000 tree "folder"',
    '120000 blob "link"',
    '160000 commit "module"',
    '100644 blob "plain"',
    '100755 blob "program"',
  ]);
  const all = await runListing(allTreeEntries(tree), at);
  expect(all[0]).toEqual({
    mode: '100644',
    kind: 'blob',
    oid: git(['rev-parse', 'HEAD:folder/in it\n']),
    path: 'folder/in it\n',
  });
  expect(all.find(({ kind }) => kind === 'commit')?.oid).toBe(head);
  expect(await runListing(fileSizes(tree), at)).toEqual([1, 5, 0, 1, 1]);
  repository.remove();
});

test('odd names in a tree, named or not', async () => {
  const all = await runListing(allTreeEntries(first), options);
  expect(all.map(({ path }) => path).sort()).toEqual([...ODD, 'folder/file'].sort());
  const env = { GIT_LITERAL_PATHSPECS: '1' };
  for (const name of ODD) {
    const named = await runListing(treeEntries(first, '--', name), { ...options, env });
    expect(named).toEqual([
      { mode: '100644', kind: 'blob', oid: stored(`HEAD:${name}`), path: name },
    ]);
  }
  expect(await runListing(treeEntries(first, '--', 'nothing'), options)).toEqual([]);
});

test('entries of the index: stages of a conflict and tags', async () => {
  const { path, git } = fixture;
  const entries = await runListing(indexEntries, options);
  expect(entries.map((entry) => entry.path).sort()).toEqual([...ODD, 'folder/file'].sort());
  expect(entries.every(({ stage, mode }) => stage === 0 && mode === '100644')).toBe(true);

  git(['update-index', '--assume-unchanged', '--', 'line\nend']);
  git(['update-index', '--skip-worktree', '--', 'a b\tc']);
  const tagged = await runListing(taggedIndexEntries, options);
  expect(tagged.filter(({ tag }) => tag !== 'H').map(({ tag, path: name }) => [tag, name])).toEqual(
    [
      ['S', 'a b\tc'],
      ['h', 'line\nend'],
    ],
  );
  git(['update-index', '--no-assume-unchanged', '--', 'line\nend']);
  git(['update-index', '--no-skip-worktree', '--', 'a b\tc']);

  const env = { GIT_INDEX_FILE: join(fixture.root, 'other-index') };
  const oid = stored('HEAD:-dash');
  const three = [1, 2, 3].map((stage) => `100644 ${oid} ${stage}\t-dash\0`).join('');
  await runGit(['update-index', '-z', '--index-info'], { cwd: path, env, input: three });
  expect(await runListing(indexEntries, { cwd: path, env })).toEqual(
    [1, 2, 3].map((stage) => ({ mode: '100644', oid, stage, path: '-dash' })),
  );
});

test('an index is filled from entries', async () => {
  const env = { GIT_INDEX_FILE: join(fixture.root, 'filled-index') };
  const input = indexInput(await runListing(allTreeEntries(first), options));
  await runGit(['update-index', '-z', '--index-info'], { ...options, env, input });
  const { stdout } = await runGit(['write-tree'], { ...options, env });
  expect(stdout.trim()).toBe(stored('HEAD^{tree}'));
});

test('names of files, of those that git ignores, and values of an attribute', async () => {
  expect((await runListing(fileNames(), options)).sort()).toEqual([...ODD, 'folder/file'].sort());
  expect(await runListing(fileNames('--', ':(top,literal)\n'), options)).toEqual(['\n']);
  const repository = makeRepository({
    '.gitignore': '*end\n',
    '.gitattributes': 'empty filter=\nown filter=mine\nunset -filter\nset filter\n',
  });
  const at = { cwd: repository.path };
  const input = namesInput(['-dash', 'line\nend', 'tab\tend']);
  expect(await runListing(ignoredNames, { ...at, input })).toEqual(['line\nend', 'tab\tend']);
  const nothing = { ...at, input: namesInput(['-dash']), expect: [0, 1] };
  expect(await runListing(ignoredNames, nothing)).toEqual([]);
  const names = ['\n', 'own', 'unset', 'set', 'empty'];
  const values = await runListing(attributeValues('filter'), { ...at, input: namesInput(names) });
  expect(values).toEqual([
    { path: '\n', value: 'unspecified' },
    { path: 'own', value: 'mine' },
    { path: 'unset', value: 'unset' },
    { path: 'set', value: 'set' },
    { path: 'empty', value: '' },
  ]);
  mkdirSync(join(repository.path, 'inner'));
  repository.git(['init', '-q'], join(repository.path, 'inner'));
  writeFileSync(join(repository.path, 'inner', 'x'), '');
  expect(await runListing(fileNames('--others'), at)).toEqual(['inner/']);
  repository.remove();
});

test('changes: names, kinds, renames, objects, lines', async () => {
  const repository = makeRepository({
    ...odd('one\ntwo\n'),
    'old\tname\n': 'a\nb\nc\nd\ne\n',
    'gone\n': 'x\n',
    'mode\n': 'm',
  });
  const { path } = repository;
  const [base, at] = [repository.git(['rev-parse', 'HEAD']), { cwd: path }];
  chmodSync(join(path, 'mode\n'), 0o755);
  const head = repository.commit({
    ...odd('one\nthree\nfour\n'),
    'old\tname\n': null,
    'R\n': 'a\nb\nc\nd\ne\nf\n',
    'gone\n': null,
    D: '\u0000\u0001',
  });
  const between = [base, head, '--'];
  const names = [...ODD, 'D', 'R\n', 'gone\n', 'mode\n', 'old\tname\n'].sort();
  const plain = ['-r', '--no-renames', '--end-of-options', ...between] as const;
  expect((await runListing(changedNames('diff-tree', ...plain), at)).sort()).toEqual(names);
  const unlike = await runListing(changedFiles('diff-tree', ...plain), at);
  expect(unlike.map((file) => file.path).sort()).toEqual(names);
  expect(unlike.every(({ from }) => from === null)).toBe(true);

  const moved = ['-r', '-M', '--end-of-options', ...between] as const;
  const files = new Map(
    (await runListing(changedFiles('diff-tree', ...moved), at)).map((file) => [file.path, file]),
  );
  expect(files.get('R\n')).toEqual({ status: 'R', path: 'R\n', from: 'old\tname\n' });
  expect(files.get('gone\n')).toEqual({ status: 'D', path: 'gone\n', from: null });
  expect(files.get('D')).toEqual({ status: 'A', path: 'D', from: null });
  expect(ODD.map((name) => files.get(name)?.status)).toEqual(ODD.map(() => 'M'));
  expect(files.size).toBe(names.length - 1);

  const raw = await runListing(rawChanges('diff-tree', ...moved), at);
  const object = (revision: string) => repository.git(['rev-parse', revision]);
  expect(raw.find(({ status }) => status === 'R')).toEqual({
    status: 'R',
    path: 'R\n',
    from: 'old\tname\n',
    before: { mode: '100644', oid: object(`${base}:old\tname\n`) },
    after: { mode: '100644', oid: object(`${head}:R\n`) },
  });
  expect(raw.find(({ status }) => status === 'A')?.before.mode).toBe('000000');
  const mode = raw.find((change) => change.path === 'mode\n');
  expect([mode?.before.mode, mode?.after.mode]).toEqual(['100644', '100755']);
  expect(mode?.before.oid).toBe(mode?.after.oid);
  expect(raw.map((change) => change.path).sort()).toEqual([...files.keys()].sort());

  const counts = await runListing(lineCounts('diff-tree', ...moved), at);
  const lines = new Map(counts.map(({ path: name, ...count }) => [name, count]));
  const count = (insertions: number, deletions: number, binary = false) => ({
    insertions,
    deletions,
    binary,
  });
  expect(ODD.map((name) => lines.get(name))).toEqual(ODD.map(() => count(2, 1)));
  expect(lines.get('R\n')).toEqual(count(1, 0));
  expect(lines.get('D')).toEqual(count(0, 0, true));
  expect(lines.get('gone\n')).toEqual(count(0, 1));
  expect(counts.length).toBe(files.size);

  const changed = ['--first-parent', '--format=', '--no-renames', `${base}..${head}`, '--'];
  expect((await runListing(changedNames('log', ...changed), at)).sort()).toEqual(names);
  expect(changedNames('log').parse('newer\n\0\0older\0')).toEqual(['newer\n', 'older']);
  repository.remove();
});

test('settings: lines in a value, an empty one, none, odd keys', async () => {
  const { git } = fixture;
  git(['config', 'filter.a.b=c.clean', 'first\nsecond\n']);
  git(['config', 'filter.Upper.empty', '']);
  writeFileSync(join(fixture.path, '.git', 'config.extra'), '[filter "Upper"]\n\tAlone\n');
  git(['config', 'include.path', 'config.extra']);
  const listing = configSettings('--local', '--includes', '--get-regexp', '^filter\\.');
  expect(await runListing(listing, options)).toEqual([
    { key: 'filter.a.b=c.clean', value: 'first\nsecond\n' },
    { key: 'filter.Upper.empty', value: '' },
    { key: 'filter.Upper.alone', value: null },
  ]);
  const none = configSettings('--local', '--get-regexp', '^nothing\\.');
  expect(await runListing(none, { ...options, expect: [0, 1] })).toEqual([]);
  const all = await runListing(configSettings('--local', '--list'), options);
  expect(all).toContainEqual({ key: 'user.name', value: 'Test' });
});

test('commits with tabs in their subjects, newest first', async () => {
  const oid = fixture.commit({}, { message: 'a\tsubject\t\n\nand a body' });
  const commits = await runListing(commitLines('--end-of-options', 'main', '--'), options);
  expect(commits.map(({ subject }) => subject)).toEqual(['a\tsubject', 'first']);
  const at = Number(fixture.git(['log', '-1', '--format=%at'])) * 1000;
  expect(commits[0]).toEqual({ oid, subject: 'a\tsubject', author: 'Test', at });
  expect(await runListing(commitLines('main..main'), options)).toEqual([]);
});

test('merges with conflicts in odd names, one pair or many', async () => {
  const repository = makeRepository({ ...odd('base\n'), other: 'x\n' });
  const { git } = repository;
  git(['checkout', '-q', '-b', 'theirs']);
  const theirs = repository.commit(odd('theirs\n'));
  git(['checkout', '-q', 'main']);
  const ours = repository.commit(odd('ours\n'));
  const clean = repository.commit({ other: 'y\n' });
  const at = { cwd: repository.path };
  const one = await runGit(oneMerge.args({ ours, theirs }), { ...at, expect: [0, 1] });
  const merge = oneMerge.parse(one.stdout, one.code === 1);
  expect(merge.conflicts.map(({ path }) => path).sort()).toEqual(ODD);
  for (const { path, kind, stages } of merge.conflicts) {
    expect(kind).toBe('contents');
    expect([...stages.keys()]).toEqual([1, 2, 3]);
    expect(stages.get(3)).toEqual({ mode: '100644', oid: git(['rev-parse', `${theirs}:${path}`]) });
  }
  const pairs = [
    { ours: clean, theirs: ours },
    { ours, theirs },
    { ours: theirs, theirs },
  ];
  const { stdout } = await runGit(manyMerges.args, { ...at, input: manyMerges.input(pairs) });
  expect(manyMerges.parse(stdout, pairs.length)).toEqual([
    { tree: git(['rev-parse', `${clean}^{tree}`]), conflicts: [] },
    merge,
    { tree: git(['rev-parse', `${theirs}^{tree}`]), conflicts: [] },
  ]);
  repository.remove();
});
