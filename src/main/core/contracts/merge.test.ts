import { expect, test } from 'vitest';
import { checkContract } from './check.ts';
import { mergeContract } from './merge.ts';
import { mergeWithGit } from './text-merge.ts';

const BASE = 'a: 1\nb: 2\n';
const OURS = 'a: 10\nb: 2\n';
const THEIRS = 'a: 1\nb: 20\n';

async function merge(...texts: readonly (string | Uint8Array | null)[]) {
  const [base = null, ours = null, theirs = null] = texts.map((text) =>
    typeof text === 'string' ? new TextEncoder().encode(text) : text,
  );
  const merged = await mergeContract({ base, ours, theirs }, { mergeText: mergeWithGit });
  return { ...merged, text: Buffer.from(merged.bytes).toString('utf8') };
}

test('deleted against changed is a conflict, on either side', async () => {
  const one = await merge(BASE, null, THEIRS);
  expect(one.conflicts).toEqual([
    { path: '', kind: 'deleted-by-ours', base: BASE, ours: null, theirs: THEIRS },
  ]);
  expect((await merge(BASE, OURS, null)).conflicts[0]?.kind).toBe('deleted-by-theirs');
});

test('deleted against unchanged is deleted', async () => {
  expect(await merge(BASE, null, BASE)).toMatchObject({ outcome: 'clean', text: '' });
  expect(await merge(BASE, BASE, null)).toMatchObject({ outcome: 'clean', text: '' });
});

test('added by both without a base: entries of both, or a conflict at the entry', async () => {
  expect(await merge(null, 'a: 1\n', 'b: 2\n')).toMatchObject({ outcome: 'clean' });
  const conflict = await merge(null, 'a: 1\n', 'a: 2\n');
  expect(conflict.conflicts).toEqual([
    {
      path: 'a',
      kind: 'added',
      base: null,
      ours: '1',
      theirs: '2',
      places: { base: null, ours: [3, 4], theirs: [3, 4] },
    },
  ]);
});

test('keeps a byte-order mark', async () => {
  const marked = await merge(`\uFEFF${BASE}`, `\uFEFF${OURS}`, `\uFEFF${THEIRS}`);
  expect(marked).toMatchObject({ method: 'structure', text: '\uFEFFa: 10\nb: 20\n' });
});

test('binary content is unsupported and ours is kept', async () => {
  const binary = Uint8Array.from([0, 1, 2, 0, 255]);
  const merged = await merge(BASE, binary, THEIRS);
  expect(merged).toMatchObject({ outcome: 'unsupported', bytes: binary });
});

test.each<[string, string | Uint8Array, RegExp]>([
  ['invalid UTF-8', Buffer.from('a: \xe9\nb: 2\n', 'latin1'), /not valid UTF-8/],
  ['over 2 MB', `${OURS}# ${'x'.repeat(2_000_000)}\n`, /larger than 2 MB/],
  ['500 levels', `a: ${'['.repeat(500)}${']'.repeat(500)}\nb: 2\n`, /too deeply/],
  ['10,000 levels', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}\nb: 2\n`, /too deeply/],
])('%s: merged as text, and it says so', async (_, ours, reason) => {
  const merged = await merge(BASE, ours, THEIRS);
  expect(merged.method).toBe('fallback');
  expect(merged.findings[0]?.message).toMatch(reason);
});

test('stops within the budget on aliases that expand to a billion values', async () => {
  const bomb = (leaf: number) => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const aliases = Array.from({ length: 9 }, (_, at) => `k${at}: *l${level}`).join(', ');
      return `l${level + 1}: &l${level + 1} { ${aliases} }\n`;
    });
    return `l0: &l0 { x: ${leaf}, y: ${leaf} }\n${levels.join('')}`;
  };
  const changed = (text: string, from: string, to: string) => text.replace(from, to);
  const base = bomb(1);
  const merged = await merge(base, changed(base, 'x: 1', 'x: 2'), changed(base, 'y: 1', 'y: 3'));
  expect(merged).toMatchObject({ method: 'fallback', outcome: 'conflict' });
  expect(merged.findings[0]?.message).toMatch(/aliases expand to too many values/);
});

test('JSON stays JSON', async () => {
  const json = (a: number, b: number) => `{\n\t"a": ${a},\n\t"b": ${b}\n}\n`;
  const merged = await merge(json(1, 2), json(10, 2), json(1, 20));
  expect(merged).toMatchObject({ method: 'structure', text: json(10, 20) });
});

test('a check finds a duplicate key inside a list, and nothing in a valid file', () => {
  const twice = checkContract(Buffer.from('list:\n  - a: 1\n    a: 2\n'));
  expect(twice.findings).toMatchObject([{ rule: 'contract.duplicateKey', path: 'list.a' }]);
  expect(checkContract(Buffer.from(BASE)).findings).toEqual([]);
});
