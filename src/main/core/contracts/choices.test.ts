import { expect, test } from 'vitest';
import type { ContractChoice } from '../../../shared/contract/contracts.ts';
import { mergeContract } from './merge.ts';
import type { MergeText } from './types.ts';

const inConflict: MergeText = async ({ ours }) => ({ outcome: 'conflict', bytes: ours });
const OURS: ContractChoice = { kind: 'side', side: 'ours' };
const THEIRS: ContractChoice = { kind: 'side', side: 'theirs' };
const BEFORE: ContractChoice = { kind: 'side', side: 'base' };

async function choose(
  texts: readonly [string, string, string],
  choices: Readonly<Record<string, ContractChoice>>,
) {
  const [base, ours, theirs] = texts.map((text) => Buffer.from(text));
  const sides = { base: base ?? null, ours: ours ?? null, theirs: theirs ?? null };
  const chosen = new Map(Object.entries(choices));
  const merged = await mergeContract(sides, { mergeText: inConflict }, { choices: chosen });
  const text = Buffer.from(merged.bytes).toString('utf8');
  return { ...merged, text, paths: merged.conflicts.map(({ path }) => path) };
}

const VALUE = [
  '# top\na: 1 # x\nb: 1\n',
  '# top\na: 2 # x\nb: 10\n',
  '# top\na: 3 # x\nb: 1\n',
] as const;

test.each<[string, ContractChoice, string]>([
  ['ours', OURS, 'a: 2 # x'],
  ['theirs', THEIRS, 'a: 3 # x'],
  ['before both', BEFORE, 'a: 1 # x'],
  ['by hand', { kind: 'text', text: '"4"' }, 'a: "4" # x'],
])('a value is chosen: %s; the rest is merged as ever', async (_, choice, line) => {
  const merged = await choose(VALUE, { a: choice });
  expect(merged).toMatchObject({ outcome: 'clean', text: `# top\n${line}\nb: 10\n` });
});

const GONE = ['a: 1\nb:\n  c: 1\n', 'a: 1\n', 'a: 1\nb:\n  c: 2\n'] as const;

test('an entry deleted by one side and changed by the other is deleted or kept as chosen', async () => {
  expect((await choose(GONE, { b: OURS })).text).toBe('a: 1\n');
  expect((await choose(GONE, { b: THEIRS })).text).toBe('a: 1\nb:\n  c: 2\n');
  const [base, ours, theirs] = GONE;
  expect((await choose([base, theirs, ours], { b: OURS })).text).toBe('a: 1\nb:\n  c: 2\n');
  expect((await choose([base, theirs, ours], { b: THEIRS })).text).toBe('a: 1\n');
});

test('an entry that may have been renamed: deleted, kept, or renamed with the change', async () => {
  const table = (name: string, type: string) =>
    `t:\n  ${name}:\n    id: ${type}\n    of: 1\n  z: 1\n`;
  const sides = [table('users', 'int'), table('people', 'int'), table('users', 'uuid')] as const;
  const open = await choose(sides, {});
  expect(open.conflicts).toMatchObject([
    { path: 't.users', kind: 'deleted-by-ours', choices: ['ours', 'theirs', 'renamed'] },
  ]);
  expect(open.conflicts[0]?.reason).toMatch(/^users may have been renamed to people/);
  expect((await choose(sides, { 't.users': { kind: 'renamed' } })).text).toBe(
    table('people', 'uuid'),
  );
  expect((await choose(sides, { 't.users': OURS })).text).toBe(table('people', 'int'));
  const both = (await choose(sides, { 't.users': THEIRS })).text;
  expect(both).toContain('  users:\n    id: uuid\n');
  expect(both).toContain('  people:\n    id: int\n');
  const [base, ours, theirs] = sides;
  const other = await choose([base, theirs, ours], { 't.users': { kind: 'renamed' } });
  expect(other).toMatchObject({ outcome: 'clean', text: table('people', 'uuid') });
});

test('names both labels when contents moved from one label to another', async () => {
  const ports = (...names: readonly string[]) =>
    `p:\n${names.map((one, index) => `  - name: ${one}\n    port: 8${index}\n    host: h\n`).join('')}`;
  const base = ports('http', 'admin');
  const sides = [base, ports('admin', 'http'), base.replace('host: h', 'host: x')] as const;
  const { conflicts } = await choose(sides, {});
  expect(conflicts).toMatchObject([{ path: 'p[http]', kind: 'changed' }]);
  expect(conflicts[0]?.reason).toMatch(/^One side moved the values of http to admin, /);
});

test('applies the chosen order of a list and merges its items', async () => {
  const steps = (...names: readonly string[]) =>
    `s:\n${names.map((one) => `  - name: ${one}\n`).join('')}`;
  const sides = [steps('a', 'b', 'c'), steps('b', 'c', 'a'), steps('b', 'a', 'c')] as const;
  expect((await choose(sides, {})).conflicts).toMatchObject([{ path: 's', kind: 'order' }]);
  expect((await choose(sides, { s: OURS })).text).toBe(sides[1]);
  expect((await choose(sides, { s: THEIRS })).text).toBe(sides[2]);
});

test('choosing both lists concatenates them without duplicates', async () => {
  const block = (...pairs: readonly string[]) =>
    `l:\n${pairs.map((one) => `  - [${one}]\n`).join('')}`;
  const sides = [block('1'), block('1', '2'), block('1', '3')] as const;
  expect((await choose(sides, { 'l[1]': { kind: 'both' } })).text).toBe(block('1', '2', '3'));
  expect((await choose(sides, { 'l[1]': THEIRS })).text).toBe(block('1', '3'));
  expect((await choose(sides, { 'l[1]': OURS })).text).toBe(block('1', '2'));
  const inline = ['l: [[1]]\n', 'l: [[1], [2]]\n', 'l: [[1], [3]]\n'] as const;
  expect((await choose(inline, { 'l[1]': { kind: 'both' } })).text).toBe('l: [[1], [2], [3]]\n');
  const added = ['x: 1\n', 'x: 1\nl: [[1], [2]]\n', 'x: 1\nl: [[1], [3]]\n'] as const;
  const both = await choose(added, { l: { kind: 'both' } });
  expect(both.text).toBe('x: 1\nl: [[1], [3], [2]]\n');
});

test('a multi-line value is chosen as a whole', async () => {
  const sides = ['a: |\n  1\n', 'a: |\n  2\n', 'a: |\n  3\n'] as const;
  expect((await choose(sides, { a: BEFORE })).text).toBe('a: |\n  1\n');
  expect((await choose(sides, { a: THEIRS })).text).toBe('a: |\n  3\n');
});

const RENAMED = ['m:\n  a: { x: 1, y: 1 }\n', 'm:\n  b: { x: 1, y: 1 }\n'] as const;
const APART = [...RENAMED, 'm:\n  c: { x: 1, y: 1 }\n'] as const;

test('an entry renamed differently by both sides gets the chosen name and occurs once', async () => {
  expect((await choose(APART, {})).conflicts).toMatchObject([{ path: 'm.a', kind: 'moved' }]);
  expect((await choose(APART, { 'm.a': OURS })).text).toBe(APART[1]);
  expect((await choose(APART, { 'm.a': THEIRS })).text).toBe(APART[2]);
  const deleted = [...RENAMED.map((text) => `${text}k: 1\n`), 'm: {}\nk: 1\n'];
  const [base = '', ours = '', theirs = ''] = deleted;
  expect((await choose([base, ours, theirs], { 'm.a': OURS })).text).toBe(ours);
});

test('an entry moved by both sides stays at the chosen place', async () => {
  const text = (...names: readonly string[]) =>
    ['m', 'n', 'o']
      .map((name) => `${name}:\n  k: 1\n${names.includes(name) ? '  e: { x: 1, y: 1 }\n' : ''}`)
      .join('');
  const sides = [text('m'), text('n'), text('o')] as const;
  expect((await choose(sides, {})).conflicts).toMatchObject([{ path: 'm.e', kind: 'moved' }]);
  expect((await choose(sides, { 'm.e': OURS })).text).toBe(text('n'));
  expect((await choose(sides, { 'm.e': THEIRS })).text).toBe(text('o'));
});

test('keeps unresolved conflicts, and rejects invalid text from a person', async () => {
  const two = ['a: 1\nb: 1\n', 'a: 2\nb: 2\n', 'a: 3\nb: 3\n'] as const;
  expect(await choose(two, { a: OURS })).toMatchObject({ outcome: 'conflict', paths: ['b'] });
  const broken = await choose(VALUE, { a: { kind: 'text', text: '"4' } });
  expect(broken.outcome).toBe('conflict');
  const more = await choose(VALUE, { a: { kind: 'text', text: '4\nz: 1' } });
  expect(more.outcome === 'clean' ? more.text : null).toBeNull();
});
