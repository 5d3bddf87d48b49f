import { expect, test } from 'vitest';
import { mergeContracts } from './merge-many.ts';
import type { MergeRules } from './types.ts';

const BASE = 'a: 1\nb: 2\nc: { x: 1 }\n';

interface Given extends Partial<MergeRules> {
  readonly base?: string;
  readonly path?: string;
}

async function merge(
  texts: Readonly<Record<string, string>>,
  { base = BASE, path = 'any.yaml', policy = 'additive', identity = [] }: Given = {},
) {
  const heads = Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
  const how = { rules: { policy, identity }, check: { path } };
  const merged = await mergeContracts(Buffer.from(base), heads, how);
  return { ...merged, text: Buffer.from(merged.bytes).toString('utf8') };
}

const one = BASE.replace('a: 1', 'a: 10');
const two = BASE.replace('b: 2', 'b: 20');
const three = BASE.replace('x: 1', 'x: 1, y: 3');

test('merges three versions without conflicts in any order', async () => {
  for (const order of [
    { one, two, three },
    { three, one, two },
    { two, three, one },
  ])
    expect(await merge(order)).toMatchObject({
      outcome: 'clean',
      text: 'a: 10\nb: 20\nc: { x: 1, y: 3 }\n',
    });
});

test('a conflict names all heads that changed the place, in any order', async () => {
  const other = BASE.replace('a: 1', 'a: 11');
  const third = BASE.replace('a: 1', 'a: 12');
  const merged = await merge({ one, two, other, third });
  expect(merged.outcome).toBe('conflict');
  expect(merged.conflicts).toMatchObject([{ path: 'a', parties: ['one', 'other', 'third'] }]);
  const turned = await merge({ third, two, other, one });
  expect(turned.conflicts).toMatchObject([{ path: 'a', parties: ['third', 'other', 'one'] }]);
});

test('a head that deleted what another changed is a party to the conflict', async () => {
  const without = BASE.replace('c: { x: 1 }\n', '');
  const merged = await merge({ two, three, without });
  expect(merged.conflicts).toMatchObject([
    { path: 'c', kind: 'deleted-by-theirs', parties: ['three', 'without'] },
  ]);
});

test('a single version is returned unchanged', async () => {
  expect(await merge({ one })).toMatchObject({ outcome: 'clean', text: one, conflicts: [] });
});

test('parties are the heads that changed the conflicting item, not its list', async () => {
  const rules = (...levels: readonly number[]) =>
    `rules:\n${levels.map((level, at) => `  - { code: c${at}, level: ${level} }\n`).join('')}`;
  const identity = [{ path: 'rules', key: 'code' }];
  const heads = { one: rules(1, 5), two: rules(2, 0), three: rules(3, 0) };
  const merged = await merge(heads, { base: rules(0, 0), identity });
  expect(merged.conflicts).toMatchObject([
    { path: 'rules[c0].level', parties: ['one', 'two', 'three'] },
  ]);
  const others = { one: rules(0, 5), two: rules(2, 0), three: rules(3, 0) };
  expect((await merge(others, { base: rules(0, 0), identity })).conflicts).toMatchObject([
    { path: 'rules[c0].level', parties: ['two', 'three'] },
  ]);
});

test('reports findings of the combination of three versions, but none that one has alone', async () => {
  const table = (name: string, key = '') =>
    `  ${name}: { columns: { id: { type: uuid${key} } } }\n`;
  const to = (name: string) => `, references: ${name}.id`;
  const base = `tables:\n${table('a')}${table('b')}x: 1\ny: 1\n`;
  const check = { base, path: 'database.yaml' };
  const heads = {
    one: base.replace('x: 1', 'x: 2'),
    two: base.replace(table('b'), ''),
    three: base.replace(table('a'), table('a', to('b'))).replace('y: 1', 'y: 2'),
  };
  const merged = await merge(heads, check);
  expect([merged.outcome, merged.findings.map(({ rule }) => rule)]).toEqual([
    'clean',
    ['db/foreign-key-table'],
  ]);
  const own = { ...heads, three: base.replace(table('a'), table('a', to('nowhere'))) };
  expect((await merge(own, check)).findings).toEqual([]);
});

const ADDED = {
  'entries of a map': (...names: readonly string[]) =>
    `paths:\n  /a: {}\n${names.map((name) => `  /${name}: { by: ${name} }\n`).join('')}  /z: {}\n`,
  'entries at the end': (...names: readonly string[]) =>
    `paths:\n  /a: {}\n${names.map((name) => `  /${name}: { by: ${name} }\n`).join('')}`,
  'items known by a key': (...names: readonly string[]) =>
    `tags:\n  - name: a\n${names.map((name) => `  - name: ${name}\n    by: ${name}\n`).join('')}  - name: z\n`,
  'entries of JSON': (...names: readonly string[]) =>
    `${JSON.stringify(Object.fromEntries(['a', ...names, 'z'].map((name) => [name, { by: name }])), null, 2)}\n`,
};

test.each(Object.entries(ADDED))(
  '%s that three add come in the order of the three',
  async (_, text) => {
    const heads = { one: text('ours'), two: text('theirs'), three: text('third') };
    const merged = await merge(heads, { base: text() });
    expect([merged.outcome, merged.text]).toEqual(['clean', text('ours', 'theirs', 'third')]);
    const turned = await merge({ three: heads.three, one: heads.one }, { base: text() });
    expect(turned.text).toBe(text('third', 'ours'));
  },
);

test('the conflict text of two heads includes the changes of a third', async () => {
  const texts = { a: 'x: 3\ny: 2\n', b: 'x: 4\ny: 2\n', c: 'x: 1\ny: 9\nnew: 1\n' };
  const merged = await merge(texts, { base: 'x: 1\ny: 2\n' });
  expect(merged.outcome).toBe('conflict');
  expect(merged.text).toBe('<<<<<<< ours\nx: 3\n=======\nx: 4\n>>>>>>> theirs\ny: 9\nnew: 1\n');
});
