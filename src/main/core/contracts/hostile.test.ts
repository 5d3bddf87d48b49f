import { expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { checkWithin } from './check-within.ts';
import { decideWithin } from './decide-within.ts';
import { mergeContract } from './merge.ts';
import { mergeWithGit } from './text-merge.ts';

const BASE = 'a: 1\nm: 0\nn: 0\nb: 2\n';
const OURS = BASE.replace('a: 1', 'a: 10');
const THEIRS = BASE.replace('b: 2', 'b: 20');
/** Megabytes of a file that somebody might commit by mistake. */
const HUGE_MB = process.env['TRIBUTARY_FULL'] === '1' ? 50 : 5;

const bytes = (text: string | Uint8Array | null) =>
  typeof text === 'string' ? Buffer.from(text) : text;

async function merge(
  texts: readonly (string | Uint8Array | null)[],
  budget?: { readonly ms?: number; readonly megabytes?: number },
) {
  const [base = null, ours = null, theirs = null] = texts.map(bytes);
  const ports = { mergeText: mergeWithGit, decide: decideWithin({ budget }) };
  return mergeContract({ base, ours, theirs }, ports);
}

/** A contract larger than 100 KB. */
const large = (first: string) =>
  `${first}\n${Array.from({ length: 1_500 }, (_, at) => `key${at}: { a: ${at}, b: text }\n`).join('')}last: 1\n`;

test('a worker thread gives the same result above 100 KB', async () => {
  const turns: number[] = [];
  const timer = setInterval(() => turns.push(performance.now()), 1);
  const merged = await merge([large('x: 1'), large('x: 2\ny: 1'), large('x: 1\nz: 3')]);
  clearInterval(timer);
  expect(merged).toMatchObject({ outcome: 'clean', method: 'structure' });
  expect(Buffer.from(merged.bytes).toString('utf8')).toBe(large('x: 2\ny: 1\nz: 3'));
  // This thread stayed responsive while the worker ran.
  expect(turns.length).toBeGreaterThan(5);
});

test('merges as text with a finding when the time limit is exceeded', async () => {
  const merged = await merge([large('x: 1'), large('x: 2'), large('x: 1\nz: 3')], { ms: 1 });
  expect(merged).toMatchObject({ outcome: 'conflict', method: 'fallback' });
  expect(merged.findings[0]?.message).toBe('Merged as text: It took more than 0.001 seconds.');
});

test('merges as text with a finding when the memory limit is exceeded', async () => {
  const sides = [large('x: [1]'), large('x: [2]'), large('x: [1]\nz: &a 3')];
  const merged = await merge(sides, { megabytes: 8 });
  expect(merged).toMatchObject({ method: 'fallback' });
  expect(merged.findings[0]?.message).toBe('Merged as text: It took more than 8 MB of memory.');
});

test(`${HUGE_MB} MB are merged as text`, async () => {
  const huge = Buffer.concat([
    Buffer.from(OURS),
    Buffer.alloc(HUGE_MB * 1_000_000, 'c: 3 # text text\n'),
  ]);
  const merged = await merge([BASE, huge, BASE.replace('a: 1', 'a: 9')]);
  expect(merged).toMatchObject({ outcome: 'conflict', method: 'fallback' });
  expect(merged.findings[0]?.message).toMatch(/larger than 2 MB/);
});

test.each<[string, string | Uint8Array, string]>([
  [
    '300 levels of maps',
    `${Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}k:\n`).join('')}`,
    'fallback',
  ],
  ['a byte that is not UTF-8', Buffer.from(OURS.replace('10', '"\xe9"'), 'latin1'), 'fallback'],
  [
    'half of a character at the end',
    Buffer.concat([Buffer.from(OURS), Buffer.from([0xc3])]),
    'fallback',
  ],
  ['tabs', OURS.replace('m: 0', 'm:\n\tx: 0'), 'fallback'],
  ['a merge key', OURS.replace('m: 0', 'm: { <<: { x: 1 } }'), 'fallback'],
  ['a tag', OURS.replace('m: 0', 'm: !secret 0'), 'fallback'],
  ['a map as a key', OURS.replace('m: 0', '? { x: 1 }\n: 0\nm: 0'), 'fallback'],
  ['an unfinished text', OURS.replace('m: 0', 'm: "0'), 'fallback'],
  ['nothing but a comment', '# gone\n', 'fallback'],
  ['nothing at all', '', 'fallback'],
  ['a number', '7\n', 'structure'],
])('hostile: %s', async (_, ours, method) => {
  for (const sides of [
    [BASE, ours, THEIRS],
    [BASE, THEIRS, ours],
  ]) {
    const merged = await merge(sides);
    expect([merged.method, merged.outcome === 'unsupported']).toEqual([method, false]);
  }
});

test('treats special keys such as __proto__ as ordinary keys', async () => {
  const text = (value: number) =>
    `__proto__: ${value}\nconstructor: { prototype: 1 }\ntoString: 2\n`;
  const merged = await merge([text(1), text(2), `${text(1)}b: 1\n`]);
  expect(Buffer.from(merged.bytes).toString('utf8')).toBe(`${text(2)}b: 1\n`);
  expect(({} as Record<string, unknown>)['prototype']).toBeUndefined();
  const [checked] = checkFiles([{ path: 'contracts/api.yaml', bytes: Buffer.from(text(1)) }]);
  expect(checked?.findings).toEqual([]);
});

test('a check of aliases that expand to a billion values terminates', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, at) => `l${at + 1}: &l${at + 1} [*l${at}, *l${at}, *l${at}]\n`,
  );
  const bomb = `l0: &l0 { x: 1 }\n${levels.join('')}`;
  const file = { path: 'contracts/design-tokens.yaml', bytes: Buffer.from(bomb) };
  expect(checkFiles([file])[0]?.findings).toMatchObject([
    { rule: 'contract.unchecked', message: expect.stringMatching(/aliases/) },
  ]);
  const [large] = await checkWithin([{ ...file, bytes: Buffer.alloc(3_000_000, 'x: 1\n') }]);
  expect(large?.findings).toMatchObject([{ rule: 'contract.unchecked' }]);
});
