import { expect, test } from 'vitest';
import { changeLine, changeSummary } from './change-words.ts';
import type { ContractTopic } from './contract-rules.ts';
import { diffContracts } from './diff.ts';

const lines = (before: string, after: string, topic: ContractTopic | null = 'api') =>
  (diffContracts({ before, after, topic, identity: [] }) ?? []).map(changeLine);

test('lists additions, removals and changes by path in file order', () => {
  const before =
    'a: 1\nlist:\n  - { name: x, type: int }\n  - { name: y, type: int }\ngone: { b: 1 }\n';
  const after = 'a: 2\nlist:\n  - { name: y, type: text }\n  - { name: z, type: int }\nnew: true\n';
  expect(lines(before, after)).toEqual([
    '~ a: 1 → 2 (breaking)',
    '- list[x]: { name: x, type: int } (breaking)',
    '~ list[y].type: int → text (breaking)',
    '+ list[z]: { name: z, type: int }',
    '- gone: { b: 1 } (breaking)',
    '+ new: true',
  ]);
});

test.each<[string, string, string, ContractTopic, readonly string[]]>([
  ['order and comments are no difference', 'a: 1\nb: 2\n', '# x\nb: 2\na: 1\n', 'api', []],
  [
    'changed documentation is not breaking',
    'a: { summary: x }\n',
    'a: { summary: y }\n',
    'api',
    ['~ a.summary: x → y'],
  ],
  [
    'a changed token value is not breaking',
    'ink: "#000"\n',
    'ink: "#111"\n',
    'tokens',
    ['~ ink: "#000" → "#111"'],
  ],
  [
    'a removed token is breaking',
    'ink: "#000"\nx: 1\n',
    'x: 1\n',
    'tokens',
    ['- ink: "#000" (breaking)'],
  ],
  [
    'a new parameter may be left out',
    'p: [{ name: a }]\n',
    'p: [{ name: a }, { name: b }]\n',
    'api',
    ['+ p[b]: { name: b }'],
  ],
  [
    'unless it is required',
    'p: []\n',
    'p: [{ name: b, required: true }]\n',
    'api',
    ['+ p[b]: { name: b, required: true } (breaking)'],
  ],
  [
    'one more required name',
    'required: [a]\n',
    'required: [a, b]\n',
    'schema',
    ['+ required[b]: b (breaking)'],
  ],
  [
    'one required name less',
    'required: [a, b]\n',
    'required: [a]\n',
    'schema',
    ['- required[b]: b'],
  ],
  [
    'is no longer nullable',
    'c: { nullable: true }\n',
    'c: { nullable: false }\n',
    'database',
    ['~ c.nullable: true → false (breaking)'],
  ],
  [
    'may be empty now',
    'c: { nullable: false }\n',
    'c: { nullable: true }\n',
    'database',
    ['~ c.nullable: false → true'],
  ],
])('%s', (_, before, after, topic, expected) => {
  expect(lines(before, after, topic)).toEqual(expected);
});

test('a summary counts changes and names breaking ones', () => {
  const changes = diffContracts({
    before: 'a: 1\nb: 1\n',
    after: 'b: 2\nc: 1\n',
    topic: 'api',
    identity: [],
  });
  expect(changeSummary(changes ?? [])).toBe('1 added, 1 changed, 1 removed; breaking: a, b');
});

test('gives no structural diff for text that cannot be parsed', () => {
  expect(diffContracts({ before: 'a: [', after: 'a: 1\n', topic: null, identity: [] })).toBeNull();
  expect(lines('', 'a: 1\n')).toEqual(['+ the whole contract: a: 1']);
});
