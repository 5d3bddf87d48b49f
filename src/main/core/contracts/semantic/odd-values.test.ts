import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { checkSemantics, RULES } from './check-semantics.ts';
import { realContract } from './real-contracts-fixture.ts';
import type { Contract } from './rule.ts';

const NAMES = readdirSync(join(import.meta.dirname, 'real'));
const TOPICS = ['api', 'schema', 'database', 'tokens', 'infra'] as const;
const TIMES = process.env['TRIBUTARY_FULL'] === '1' ? 500 : 15;
const ODD: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  12n,
  Number.NaN,
  true,
  '',
  '{',
  '{}',
  '{.}',
  '#',
  '#/',
  '#/%zz',
  'a.b.c.d',
  '((',
  'users(',
  "IN ('",
  'constructor',
  '__proto__',
  [],
  [null],
  [[[]]],
  ['a', 1, null, { name: null }],
  {},
  { '': null },
  { 0: { 1: 2 } },
  { name: { name: 1 } },
  { toString: 1, constructor: 2, hasOwnProperty: 3 },
];

/** Seeded random numbers, the same in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

type Holder = Record<string, unknown> | unknown[];

function holdersIn(value: unknown): Holder[] {
  if (value === null || typeof value !== 'object') return [];
  return [value as Holder, ...Object.values(value).flatMap(holdersIn)];
}

/** Replaces some values and keys by malformed ones. */
function spoil(value: unknown, random: (below: number) => number): void {
  for (let left = 1 + random(4); left > 0; left -= 1) {
    const holders = holdersIn(value);
    const holder = holders[random(holders.length)];
    if (!holder) return;
    const keys = Object.keys(holder);
    const key =
      random(8) === 0 && !Array.isArray(holder) ? String(random(3)) : keys[random(keys.length)];
    if (key !== undefined)
      (holder as Record<string, unknown>)[key] = structuredClone(ODD[random(ODD.length)]);
  }
}

function read(name: string): unknown {
  return parseDocument(realContract(name), { merge: true, intAsBigInt: true }).toJS() as unknown;
}

test(`no rule throws on ${TIMES} malformed versions of each contract`, () => {
  const random = randomFrom(16);
  for (const name of NAMES) {
    const before = read(name);
    for (let at = 0; at < TIMES; at += 1) {
      const value = read(name);
      spoil(value, random);
      const contract = (topic: Contract['topic']): Contract => ({
        path: name,
        topic,
        value,
        consumers: ['qa'],
      });
      const others = [contract('database'), contract('tokens')];
      const sides = { ours: before, theirs: value };
      for (const topic of TOPICS) {
        const found = checkSemantics({ contract: contract(topic), others, before, sides });
        for (const { message } of found) expect(message).toMatch(/^\S.*\.$/s);
      }
    }
  }
  expect(RULES.length).toBeGreaterThan(20);
});

test('no rule throws on a contract that is not a map', () => {
  for (const value of ODD)
    for (const topic of TOPICS) {
      const contract = { path: 'a', topic, value, consumers: ['qa'] };
      expect(checkSemantics({ contract, others: [contract], before: value })).toEqual([]);
    }
});
