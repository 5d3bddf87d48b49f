import { expect, test } from 'vitest';
import { type Case, readCases } from './cases/read-cases-fixture.ts';
import { mergeContract } from './merge.ts';
import { mergeWithGit } from './text-merge.ts';

const cases = readCases();
const bytes = (text: string) => new TextEncoder().encode(text);

test('every case in the case files has a unique name', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(150);
});

test.each(cases.map((one): [string, Case] => [one.name, one]))('%s', async (_, one) => {
  const sides = { base: bytes(one.base), ours: bytes(one.ours), theirs: bytes(one.theirs) };
  const { rules } = one;
  const merged = await mergeContract(sides, { mergeText: mergeWithGit }, { rules });
  const text = Buffer.from(merged.bytes).toString('utf8');
  expect(`${merged.outcome} ${merged.method}`, text).toBe(`${one.outcome} ${one.method}`);
  if (one.merged !== null) expect(text).toBe(one.merged);
  if (one.paths.length > 0) expect(merged.conflicts.map(({ path }) => path)).toEqual(one.paths);
  if (one.outcome === 'conflict') {
    expect(text).toMatch(/^<<<<<<< ours\r?$.*^=======\r?$.*^>>>>>>> theirs\r?$/ms);
    expect(merged.conflicts.length).toBeGreaterThan(0);
  } else expect(one.merged).not.toBeNull();
  const isTold = merged.findings.some(({ rule }) => /^merge\.(?:fallback|wrong)$/.test(rule));
  expect(isTold).toBe(one.method === 'fallback');
});
