import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workspace } from '../../../e2e/support/workspace.ts';
import { runHere } from './here-fixture.ts';

const PLACEHOLDERS = '%O %A %B %P %L %S %X %Y';
/** 2,000 lines with one entry in the middle, and others at either end. */
const entries = (middle: string, first = 'ok', last = 'ok') =>
  Array.from({ length: 667 }, (_, at) => {
    const says = at === 333 ? middle : at === 0 ? first : at === 666 ? last : 'ok';
    return `  entry${at}:\n    summary: ${says}\n    tags: [a]\n`;
  }).join('');
const text = (...words: readonly [string, string?, string?]) => `entries:\n${entries(...words)}`;

let workspace: Workspace;
let folder: string;

beforeAll(async () => {
  workspace = await Workspace.create();
  folder = join(workspace.folder, 'files');
  await mkdir(folder);
});
afterAll(() => workspace.remove());

/** A repository in which both sides changed a file, and that merges it with the driver. */
async function repository(
  name: string,
  file: string,
  [base, ours, theirs]: readonly [string, string, string],
): Promise<string> {
  const start = { [file]: base, '.gitattributes': '*.yaml merge=tributary\n' };
  const path = await workspace.repository(name, start);
  const words = [process.execPath, join(process.cwd(), 'bin/tributary.mjs')];
  const driver = `${words.map((word) => `"${word}"`).join(' ')} contracts merge-driver ${PLACEHOLDERS}`;
  await workspace.git(path, 'config', 'merge.tributary.driver', driver);
  await workspace.git(path, 'switch', '--quiet', '--create', 'side');
  await workspace.commit(path, { [file]: theirs }, 'Theirs');
  await workspace.git(path, 'switch', '--quiet', '-');
  await workspace.commit(path, { [file]: ours }, 'Ours');
  return path;
}

/** What git and the driver said, where git stopped. */
async function stopped(path: string, ...words: readonly string[]): Promise<string> {
  const failed = await workspace.git(path, ...words).catch((thrown: unknown) => thrown);
  if (!(failed instanceof Error)) throw new Error(`git ${words.join(' ')} did not stop.`);
  return failed.message;
}

/** Lines of a text from the first marker to the last one. */
function marked(all: string): readonly string[] {
  const lines = all.split('\n');
  const last = lines.findLastIndex((line) => line.startsWith('>>>>>>>'));
  return lines.slice(
    lines.findIndex((line) => line.startsWith('<<<<<<<')),
    last + 1,
  );
}

const OWN = ['    summary: own'];
const BASE = ['    summary: old'];
const OTHER = ['    summary: other'];
const labelled = (line: string) => expect.stringMatching(new RegExp(`^[<|>]{7} (?:${line})$`));

test.each([
  ['merge', [...OWN, '=======', ...OTHER]],
  ['diff3', [...OWN, labelled('base|[0-9a-f]{7,}'), ...BASE, '=======', ...OTHER]],
  ['zdiff3', [...OWN, labelled('base|[0-9a-f]{7,}'), ...BASE, '=======', ...OTHER]],
])(
  'git merges with conflictStyle %s: markers around the one entry in conflict',
  async (style, inner) => {
    const sides = [text('old'), text('own', 'mine'), text('other', 'ok', 'theirs')] as const;
    const path = await repository(`styled-${style}`, 'any.yaml', sides);
    await workspace.git(path, 'config', 'merge.conflictStyle', style);
    await stopped(path, 'merge', '--no-edit', 'side');
    const merged = await readFile(join(path, 'any.yaml'), 'utf8');
    expect(marked(merged)).toEqual([labelled('ours|HEAD'), ...inner, labelled('theirs|side')]);
    const [head = '', tail = ''] = [merged.split('<<<<<<<')[0], merged.split(/^>>>>>>>.*\n/m)[1]];
    expect(head).toBe(text('', 'mine').split('    summary: \n')[0]);
    expect(tail).toBe(text('', 'ok', 'theirs').split('    summary: \n')[1]);
  },
);

test('a style given for one command, in a rebase and in a cherry-pick', async () => {
  const sides = [text('old'), text('own'), text('other')] as const;
  const path = await repository('given', 'any.yaml', sides);
  const merged = async () => marked(await readFile(join(path, 'any.yaml'), 'utf8'));
  await stopped(path, '-c', 'merge.conflictStyle=diff3', 'cherry-pick', 'side');
  expect(await merged()).toHaveLength(7);
  await workspace.git(path, 'cherry-pick', '--abort');
  await stopped(path, 'rebase', 'side');
  const [first, ...others] = await merged();
  // What is rebased upon is ours. Before 2.44 git does not say how it calls the sides.
  expect(first).toMatch(/^<{7} (?:ours|HEAD|[0-9a-f]{7,}.*)$/);
  expect(others.slice(0, -1)).toEqual([...OTHER, '=======', ...OWN]);
  expect(others.at(-1)).toMatch(/^>{7} (?:theirs|[0-9a-f]{7,} \(Ours\))$/);
});

test('entries of what is rebased come behind those that were there', async () => {
  const paths = (...names: readonly string[]) =>
    `paths:\n  /a: {}\n${names.map((name) => `  /${name}: { by: ${name} }\n`).join('')}  /z: {}\n`;
  const sides = [paths(), paths('own1'), paths('other')] as const;
  const path = await repository('rebased', 'any.yaml', sides);
  await workspace.commit(path, { 'any.yaml': paths('own1', 'own2') }, 'More');
  await workspace.git(path, 'rebase', '--quiet', 'side');
  const merged = await readFile(join(path, 'any.yaml'), 'utf8');
  expect(merged).toBe(paths('other', 'own1', 'own2'));
});

/** The driver on files in the folder, as git would call it. */
async function drive(
  [base, ours, theirs]: readonly [string, string, string],
  ...words: readonly string[]
) {
  const files = { base, ours, theirs };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const cli = ['contracts', 'merge-driver', 'base', 'ours', 'theirs', ...words];
  const { code, stderr } = await runHere(workspace, folder, cli);
  return { code, stderr, text: await readFile(join(folder, 'ours'), 'utf8') };
}

test('size and labels that git gives; a placeholder that it left counts as none', async () => {
  const sides = ['a: 1\n', 'a: 2\n', 'a: 3\n'] as const;
  const labels = ['merged common ancestors', 'HEAD', '1a2b3c4 (Add "x")'];
  expect((await drive(sides, 'any.yaml', '9', ...labels)).text).toBe(
    '<<<<<<<<< HEAD\na: 2\n=========\na: 3\n>>>>>>>>> 1a2b3c4 (Add "x")\n',
  );
  expect((await drive(sides, 'any.yaml', '%L', '%S', '%X', '%Y')).text).toBe(
    '<<<<<<< ours\na: 2\n=======\na: 3\n>>>>>>> theirs\n',
  );
});

const TABLES = 'tables:\n  users: { columns: { id: { type: uuid } } }\n';
const more = (name: string, on: string) =>
  `  ${name}: { columns: { id: { type: uuid, references: ${on}.id } } }\n`;
/** A table with a key to another one, and that one gone. */
const KEY_TO_NOTHING = [
  `${TABLES}  teams: { columns: { id: { type: uuid } } }\n  zeta: {}\n`,
  `${TABLES}  zeta: {}\n`,
  `${TABLES}  teams: { columns: { id: { type: uuid } } }\n  zeta: {}\n${more('posts', 'teams')}`,
] as const;

test('what the rules find in a critical contract stops the driver, by the name of the file alone', async () => {
  const stop = await drive(KEY_TO_NOTHING, 'any/where/database.yaml');
  expect([stop.code, stop.text]).toEqual([1, `${TABLES}  zeta: {}\n${more('posts', 'teams')}`]);
  expect(stop.stderr).toMatch(
    /^any\/where\/database\.yaml: error: tables\.posts.* teams.*\(db\/foreign-key-table\)$/m,
  );
  expect(stop.stderr).toContain('merged, but held');
  // By what it holds it is a database too, but its name does not make it critical: it is told.
  const pass = await drive(KEY_TO_NOTHING, 'any/where/else.yaml');
  expect([pass.code, pass.stderr]).toEqual([
    0,
    `${stop.stderr.replace('database.yaml', 'else.yaml').split('\n')[0]}\n`,
  ]);
  // A fault that one side has by itself is none of the merge.
  const [base, , theirs] = KEY_TO_NOTHING;
  const faulty = `${base}${more('odd', 'nowhere')}`;
  expect((await drive([base, faulty, theirs.replace('uuid', 'text')], 'database.yaml')).code).toBe(
    0,
  );
});

test('the command line says and answers the same, and the policy of a topic holds for both', async () => {
  const sides = ['--base', 'base', '--ours', 'ours', '--theirs', 'theirs'];
  const merge = (...words: readonly string[]) =>
    runHere(workspace, folder, ['contracts', 'merge', ...sides, ...words]);
  const driven = await drive(KEY_TO_NOTHING, 'database.yaml');
  await writeFile(join(folder, 'ours'), KEY_TO_NOTHING[1]);
  const merged = await merge('--path', 'database.yaml');
  expect([merged.code, merged.stdout, merged.stderr]).toEqual([1, driven.text, driven.stderr]);
  expect((await merge()).code).toBe(0);
  expect((await merge('--path', 'database.yaml', '--policy', 'review')).code).toBe(0);
  // Both add one endpoint differently: a conflict under `review`, which is what APIs have.
  const start = 'paths:\n  /a: { get: { summary: x } }\n';
  const added = (word: string) =>
    `${start}  /b: { ${word}: { summary: ${word} }, note: n${word} }\n`;
  const both = [start, added('get'), added('post')] as const;
  expect((await drive(both, 'docs/api.yaml')).code).toBe(1);
  await writeFile(join(folder, 'ours'), both[1]);
  expect((await merge('--path', 'docs/api.yaml')).code).toBe(1);
});

test('what was decided is told where the policy wants it looked at', async () => {
  const start = 'paths:\n  /a: { get: { summary: x } }\n  /z: {}\n';
  const sides = [start, `${start}x: 1\n`, start.replace('  /z', '  /b: {}\n  /z')] as const;
  const reviewed = await drive(sides, 'api.yaml');
  expect(reviewed.code).toBe(0);
  expect(reviewed.stderr).toBe(
    'api.yaml: merged, for a look:\napi.yaml: paths./b: added by theirs\napi.yaml: x: added by ours\n',
  );
  expect((await drive(sides, 'tokens.yaml')).stderr).toBe('');
});
