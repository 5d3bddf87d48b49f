import { expect, test } from 'vitest';
import { randomOf } from '../merge/random-changes-fixture.ts';
import { orderedEdit } from './flow.ts';
import { type Entry, entryOf, faultsOf, randomLook, textOf } from './flow-fixture.ts';
import { parseContract } from './parse.ts';
import type { Collection, Slot } from './tree-shape.ts';
import { NotStructural } from './types.ts';

const ROUNDS = process.env['TRIBUTARY_FULL'] === '1' ? 20_000 : 500;
const SEED = 63_000;

function collectionOf(text: string, isYaml: boolean): Collection {
  const { root } = parseContract(text);
  const found = isYaml && root?.kind === 'map' ? root.slots[0]?.value : root;
  if (found?.kind !== 'map') throw new Error('It is a map.');
  return found;
}

test(`${ROUNDS} random orders (seed ${SEED}): entries move with their comments and changes`, () => {
  const seen = { ordered: 0, left: 0 };
  for (let index = 0; index < ROUNDS; index += 1) {
    const random = randomOf(SEED + index);
    const look = randomLook(random);
    const shuffled = <T>(list: readonly T[]) =>
      list
        .map((one) => [random(1000), one] as const)
        .sort((a, b) => a[0] - b[0])
        .map(([, one]) => one);
    const base = Array.from({ length: 2 + random(5) }, (_, at) => entryOf(`k${at}`, random));
    const kept = base.filter(() => random(5) > 0);
    const theirs = shuffled([...kept, entryOf('n1', random), entryOf('n2', random)]);
    const [ours, other] = [textOf(base, look), textOf(theirs, { ...look, indent: '   ' })];
    const [into, from] = [collectionOf(ours, look.isYaml), collectionOf(other, look.isYaml)];
    const slotIn = (collection: Collection, key: string): Slot | undefined =>
      collection.slots.find(({ name }) => name === key);
    const entries = theirs.map(({ key }) => {
      const [own, its] = [slotIn(into, key), slotIn(from, key)];
      return { ...(own ? { ours: own } : {}), ...(its ? { theirs: its } : {}) };
    });
    // One entry of ours gets a new value.
    const changed = kept[random(kept.length || 1)];
    const at = slotIn(into, changed?.key ?? '')?.value.range;
    const inner = at ? [{ from: at[0], to: at[1], text: '777' }] : [];
    const result: readonly Entry[] = theirs.map((one) =>
      one.key === changed?.key ? { ...one, value: 777 } : one,
    );
    try {
      const edit = orderedEdit({ base: ours, ours, theirs: other }, { into, from, entries }, inner);
      const text = ours.slice(0, edit.from) + edit.text + ours.slice(edit.to);
      const why = `${index}\n${ours}---\n${other}---\n${text}`;
      expect(faultsOf(text, result, look), why).toEqual([]);
      expect(
        collectionOf(text, look.isYaml).slots.map(({ name }) => name),
        why,
      ).toEqual(theirs.map(({ key }) => key));
      seen.ordered += 1;
    } catch (thrown) {
      if (!(thrown instanceof NotStructural)) throw thrown;
      seen.left += 1;
    }
  }
  console.error(`order: ${JSON.stringify(seen)}`);
  expect(seen.ordered).toBeGreaterThan(ROUNDS / 2);
});

test('a person decides about a comment between moved entries', () => {
  const ours = '{\n  "a": 1,\n\n  // section\n\n  "b": 2\n}\n';
  const theirs = '{\n  "b": 2,\n  "a": 1\n}\n';
  const [into, from] = [collectionOf(ours, false), collectionOf(theirs, false)];
  const entries = [...into.slots].reverse().map((slot) => ({ ours: slot }));
  const order = { into, from, entries };
  expect(() => orderedEdit({ base: ours, ours, theirs }, order, [])).toThrow(/none of them/);
});
