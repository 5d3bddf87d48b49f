import { expect, test } from 'vitest';
import { randomOf } from '../merge/random-changes-fixture.ts';
import {
  type Entry,
  entryOf,
  faultsOf,
  type Model,
  type Random,
  randomLook,
  textOf,
} from './flow-fixture.ts';
import { mergeContract } from './merge.ts';

const TRIPLES = process.env['TRIBUTARY_FULL'] === '1' ? 20_000 : 600;
const SEED = 52_000;

/** Deletes, changes and adds entries as one side. Added entries have unique names. */
function edited(model: Model, random: Random, side: string): Model {
  const result: Entry[] = [];
  const add = () => {
    while (random(5) === 0) result.push(entryOf(`${side}${result.length}x`, random));
  };
  for (const entry of model) {
    add();
    const kind = random(6);
    if (kind === 0 && entry.section === null) continue;
    result.push(
      kind === 1 ? { ...entry, value: entry.value + (side === 'ours' ? 1000 : 2000) } : entry,
    );
  }
  add();
  return result;
}

/** Expected entries by key; null if both sides changed the same entry. */
function mergedOf(base: Model, ours: Model, theirs: Model): ReadonlyMap<string, Entry> | null {
  const [b, o, t] = [base, ours, theirs].map(
    (one) => new Map(one.map((entry) => [entry.key, entry])),
  );
  const merged = new Map<string, Entry>();
  for (const key of new Set([...base, ...ours, ...theirs].map((one) => one.key))) {
    const [before, own, other] = [b?.get(key), o?.get(key), t?.get(key)];
    const taken = own === before ? other : own;
    if (own !== before && other !== before && own !== other) return null;
    if (taken) merged.set(key, taken);
  }
  return merged;
}

test(`${TRIPLES} random triples (seed ${SEED}): comments stay with their entries`, async () => {
  const seen = { clean: 0, left: 0, conflict: 0 };
  for (let index = 0; index < TRIPLES; index += 1) {
    const random = randomOf(SEED + index);
    const look = randomLook(random);
    const base = Array.from({ length: 2 + random(5) }, (_, at): Entry => {
      const entry = entryOf(`k${at}`, random);
      return at > 0 && random(6) === 0 ? { ...entry, section: `section ${at}` } : entry;
    });
    const models = [base, edited(base, random, 'ours'), edited(base, random, 'theirs')] as const;
    const other = { ...look, indent: '  ', hasTrailingComma: random(2) === 0 && !look.isYaml };
    const texts = [textOf(base, look), textOf(models[1], look), textOf(models[2], other)];
    const [b, o, t] = texts.map((text) => Buffer.from(text));
    if (!b || !o || !t) throw new Error('There are three texts.');
    const never = async () => ({ outcome: 'conflict', bytes: o }) as const;
    const merged = await mergeContract({ base: b, ours: o, theirs: t }, { mergeText: never });
    const expected = mergedOf(...models);
    const result = Buffer.from(merged.bytes).toString('utf8');
    const why = `${index}\n${texts.join('---\n')}--- ${merged.findings[0]?.message}\n${result}`;
    if (!expected) {
      expect(merged.outcome, why).toBe('conflict');
      seen.conflict += 1;
      continue;
    }
    if (merged.outcome !== 'clean') {
      seen.left += 1;
      continue;
    }
    if (merged.method !== 'structure') continue;
    seen.clean += 1;
    // An empty map shows neither trailing commas nor indentation.
    const isTold = models[1].length > 0;
    const hasTrailingComma = look.hasTrailingComma && isTold;
    const indent = isTold || look.isFramed ? look.indent : other.indent;
    const wanted = { ...look, hasTrailingComma, indent };
    // In the format of ours, or of theirs if theirs reformatted the file.
    const faults = [wanted, other].map((one) => faultsOf(result, [...expected.values()], one));
    expect(Math.min(...faults.map(({ length }) => length)), `${faults[0]}\n${why}`).toBe(0);
  }
  console.error(`flow: ${TRIPLES} triples: ${JSON.stringify(seen)}`);
  expect(seen.clean).toBeGreaterThan(TRIPLES / 4);
  // Those are left to a person.
  expect(seen.left).toBeLessThan(TRIPLES / 20);
});
