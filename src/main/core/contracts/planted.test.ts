import { describe, expect, test } from 'vitest';
import { audit } from './audit/audit.ts';
import { ADDITIVE, mergeContract } from './merge.ts';
import { LISTS, MOVES, type Planted, RENAMES } from './planted-fixture.ts';
import { COMMENTS, FALLBACK, VALUES } from './planted-texts-fixture.ts';
import { mergeWithGit } from './text-merge.ts';

const GROUPS: readonly (readonly [string, readonly Planted[]])[] = [
  ['lists', LISTS],
  ['moves', MOVES],
  ['renames', RENAMES],
  ['values', VALUES],
  ['fallback', FALLBACK],
  ['comments', COMMENTS],
];
const HOW = { rules: ADDITIVE, chosen: new Set<string>() };
const encoded = (text: string) => new TextEncoder().encode(text);

test('has at least eighteen faults, each with its own message', () => {
  const faults = GROUPS.flatMap(([, all]) => all.map(({ fault }) => fault));
  expect(new Set(faults).size).toBe(faults.length);
  expect(faults.length).toBeGreaterThanOrEqual(18);
});

describe.each(GROUPS)('a fault in %s', (_, all) => {
  test.each(all.map((one): [string, Planted] => [one.fault, one]))('%s', async (_fault, one) => {
    const { base, ours, theirs, wrong, right, says } = one;
    const checked = (text: readonly [string, string, string], result: string) => {
      const [b, o, t] = text;
      return audit({ base: b, ours: o, theirs: t, result }, HOW);
    };
    const found = checked([base, ours, theirs], wrong);
    expect(found.kind).toBe('wrong');
    if (found.kind === 'wrong')
      expect([found.path, found.reason].filter(Boolean).join(': ')).toBe(says);
    // Swapping the sides changes neither wrong nor right results.
    expect(checked([base, theirs, ours], wrong).kind).toBe('wrong');
    for (const text of right) {
      expect(checked([base, ours, theirs], text), text).toEqual({ kind: 'right' });
      expect(checked([base, theirs, ours], text), text).toEqual({ kind: 'right' });
    }
    const sides = { base: encoded(base), ours: encoded(ours), theirs: encoded(theirs) };
    const merged = await mergeContract(sides, { mergeText: mergeWithGit });
    const text = Buffer.from(merged.bytes).toString('utf8');
    if (right.length === 0) expect(merged.outcome, text).toBe('conflict');
    if (merged.outcome === 'clean') expect(right).toContain(text);
  });
});

test('conflicts when the line merge gives another value than the structural merge', async () => {
  const block = (key: string, size: number, limit: number) =>
    `${key}:\n  size: ${size}\n  unit: px\n  limit: ${limit}\n  kind: box\n`;
  const sides = {
    base: encoded(block('a', 1, 0) + block('b', 2, 0)),
    // To a line merge only the names changed, so the limit of theirs would end up at b.
    ours: encoded(block('b', 1, 0) + block('a', 2, 0)),
    theirs: encoded(block('a', 1, 9) + block('b', 2, 0)),
  };
  expect((await mergeWithGit(sides)).outcome).toBe('clean');
  const merged = await mergeContract(sides, { mergeText: mergeWithGit });
  expect(merged.outcome).toBe('conflict');
  expect(merged.findings.map(({ rule }) => rule)).toContain('merge.wrong');
});
