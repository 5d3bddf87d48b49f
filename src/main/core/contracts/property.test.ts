import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { randomOf } from '../merge/random-changes-fixture.ts';
import { mergeContract } from './merge.ts';
import {
  edited,
  mergedModel,
  modelText,
  randomModel,
  sharedSources,
} from './random-contract-fixture.ts';
import { mergeWithGit } from './text-merge.ts';
import type { MergeText } from './types.ts';

const TRIPLES = process.env['TRIBUTARY_FULL'] === '1' ? 10_000 : 75;
/** Use git only for every fifth triple, because starting its process takes most of the time. */
const WITH_GIT_EVERY = 5;
const SEED = 7_000;

/** The full count takes minutes. */
const LONGEST_MS = 1_800_000;

/** A line merge that always conflicts, so that the structural merge must decide. */
const neverClean: MergeText = async ({ ours }) => ({ outcome: 'conflict', bytes: ours });

type Flat = ReadonlyMap<string, string>;

/** Values by path, computed without the code under test. */
function flat(text: string): Flat {
  const found = new Map<string, string>();
  const walk = (path: string, value: unknown) => {
    if (Array.isArray(value))
      for (const item of value) walk(`${path}[${item?.name ?? item}]`, item);
    else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) walk(`${path}.${key}`, inner);
    else found.set(path, `${typeof value} ${value}`);
  };
  walk('', parse(text, { intAsBigInt: true }));
  return found;
}

function sorted(values: Flat): string[] {
  return [...values].map(([path, value]) => `${path} = ${value}`).sort();
}

async function merge(texts: readonly [string, string, string], mergeText: MergeText) {
  const [base, ours, theirs] = texts.map((text) => new TextEncoder().encode(text));
  if (!base || !ours || !theirs) throw new Error('Three texts are needed.');
  const merged = await mergeContract({ base, ours, theirs }, { mergeText });
  return { ...merged, text: Buffer.from(merged.bytes).toString('utf8') };
}

test(
  `${TRIPLES} random triples (seed ${SEED}): nothing lost, nothing invented`,
  async () => {
    const seen = { structure: 0, text: 0, fallback: 0, trivial: 0, conflict: 0 };
    for (let index = 0; index < TRIPLES; index += 1) {
      const random = randomOf(SEED + index);
      const model = randomModel(random);
      const models = [
        model,
        edited(model, random, 'ours'),
        edited(model, random, 'theirs'),
      ] as const;
      const [base = '', ours = '', theirs = ''] = models.map(modelText);
      const why = `triple ${index}\n${base}\n--- ours\n${ours}\n--- theirs\n${theirs}`;
      const expected = mergedModel(...models);
      const values = expected && sorted(flat(modelText(expected)));
      const ports = index % WITH_GIT_EVERY === 0 ? [neverClean, mergeWithGit] : [neverClean];
      for (const port of ports) {
        const one = await merge([base, ours, theirs], port);
        const other = await merge([base, theirs, ours], port);
        seen[one.outcome === 'clean' ? one.method : 'conflict'] += 1;
        // A comment may prevent writing in only one direction; then the line merge decides.
        if (one.method !== 'fallback' && other.method !== 'fallback')
          expect(other.outcome, why).toBe(one.outcome);
        if (!values) expect(one.outcome, why).toBe('conflict');
        for (const result of [one, other]) {
          if (result.outcome !== 'clean') continue;
          expect(sorted(flat(result.text)), `${why}\n--- result\n${result.text}`).toEqual(values);
          for (const source of sharedSources(models)) expect(result.text, why).toContain(source);
          const added = [...ours.matchAll(/# ours.*/g), ...theirs.matchAll(/# theirs.*/g)];
          for (const [comment] of added) expect(result.text, why).toContain(comment.trimEnd());
        }
      }
      for (const side of [ours, theirs]) {
        expect((await merge([base, side, base], neverClean)).text).toBe(side);
        expect((await merge([base, base, side], neverClean)).text).toBe(side);
      }
    }
    console.error(`contracts: ${TRIPLES} triples, seed ${SEED}: ${JSON.stringify(seen)}`);
    // Otherwise the test would not cover structural merges.
    expect(seen.structure).toBeGreaterThan(TRIPLES / 4);
    expect(seen.conflict).toBeGreaterThan(TRIPLES / 10);
  },
  LONGEST_MS,
);
