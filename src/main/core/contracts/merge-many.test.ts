import { expect, test } from 'vitest';
import { mergeContracts } from './merge-many.ts';
import type { Policy } from './types.ts';

const BASE = 'a: 1\nb: 2\nc: { x: 1 }\n';

async function merge(texts: Readonly<Record<string, string>>, policy: Policy = 'additive') {
  const heads = Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
  const rules = { policy, identity: [] };
  const how = { rules, check: { path: 'any.yaml' } };
  const merged = await mergeContracts(Buffer.from(BASE), heads, how);
  return { ...merged, text: Buffer.from(merged.bytes).toString('utf8') };
}

const one = BASE.replace('a: 1', 'a: 10');
const two = BASE.replace('b: 2', 'b: 20');
const three = BASE.replace('x: 1', 'x: 1, y: 3');

test('three versions that do not clash, in any order', async () => {
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

test('a conflict names everybody who did something there, in any order', async () => {
  const other = BASE.replace('a: 1', 'a: 11');
  const third = BASE.replace('a: 1', 'a: 12');
  const merged = await merge({ one, two, other, third });
  expect(merged.outcome).toBe('conflict');
  expect(merged.conflicts).toMatchObject([{ path: 'a', parties: ['one', 'other', 'third'] }]);
  const turned = await merge({ third, two, other, one });
  expect(turned.conflicts).toMatchObject([{ path: 'a', parties: ['third', 'other', 'one'] }]);
});

test('whoever deleted what another changed is a party', async () => {
  const without = BASE.replace('c: { x: 1 }\n', '');
  const merged = await merge({ two, three, without });
  expect(merged.conflicts).toMatchObject([
    { path: 'c', kind: 'deleted-by-theirs', parties: ['three', 'without'] },
  ]);
});

test('one version alone is itself', async () => {
  expect(await merge({ one })).toMatchObject({ outcome: 'clean', text: one, conflicts: [] });
});
