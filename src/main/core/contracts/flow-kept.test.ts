import { expect, test } from 'vitest';
import { flowEdits } from './flow.ts';
import { parseContract } from './parse.ts';
import type { Collection } from './tree-shape.ts';

function merged(texts: { base: string; ours: string; theirs: string }): string {
  const of = (text: string) => parseContract(text).root as Collection;
  const met = { base: of(texts.base), ours: of(texts.ours), theirs: of(texts.theirs) };
  const has = (all: Collection, label: string) => all.slots.some((slot) => slot.label === label);
  const inserts = met.theirs.slots.flatMap((slot) =>
    has(met.ours, slot.label) || has(met.base, slot.label)
      ? []
      : [{ kind: 'insert', into: met.ours, from: met.theirs, slot } as const],
  );
  const deletes = met.ours.slots.flatMap((slot) =>
    has(met.base, slot.label) && !has(met.theirs, slot.label)
      ? [{ kind: 'delete', from: met.ours, slot } as const]
      : [],
  );
  const place = () => met.ours.slots.at(-1) ?? null;
  const edits = flowEdits(texts, [...inserts, ...deletes], { placeAfter: place, met });
  return edits
    .toSorted((one, other) => other.from - one.from)
    .reduce(
      (text, { from, to, text: more }) => text.slice(0, from) + more + text.slice(to),
      texts.ours,
    );
}

const BASE = '{\n  // one\n  "a": 1, // first\n  "b": 2, // second\n  "c": 3\n  // end\n}\n';

test.each<[string, string, string, string]>([
  [
    'behind an entry that ours changed',
    BASE.replace('"a": 1', '"a": 10'),
    BASE.replace('// first', '// first of all'),
    BASE.replace('"a": 1, // first', '"a": 10, // first of all'),
  ],
  [
    'above an entry, at another depth',
    BASE.replace(/^ {2}/gm, '    ').replace('"a": 1', '"a": 10'),
    BASE.replace('// one', '// one\n  // and more'),
    BASE.replace('// one', '// one\n  // and more')
      .replace(/^ {2}/gm, '    ')
      .replace('"a": 1', '"a": 10'),
  ],
  [
    'that theirs deleted',
    BASE.replace('3', '30'),
    BASE.replace(' // second', ''),
    BASE.replace('3', '30').replace(' // second', ''),
  ],
  [
    'that theirs added to the last entry',
    BASE.replace('3', '30'),
    BASE.replace('3', '3 // third'),
    BASE.replace('3', '30 // third'),
  ],
  [
    'at the end',
    BASE.replace('3', '30'),
    BASE.replace('// end', '// the end'),
    BASE.replace('3', '30').replace('// end', '// the end'),
  ],
  [
    'at the beginning',
    BASE.replace('3', '30'),
    BASE.replace('{', '{ // all'),
    BASE.replace('3', '30').replace('{', '{ // all'),
  ],
  [
    'beside an entry that theirs adds',
    BASE.replace('2,', '20,'),
    BASE.replace('// second', '// 2nd').replace('"c": 3', '"c": 3, // third\n  "d": 4'),
    BASE.replace('2, // second', '20, // 2nd').replace('"c": 3', '"c": 3, // third\n  "d": 4'),
  ],
  [
    'above an entry that follows one which theirs deleted',
    BASE.replace('3', '30'),
    BASE.replace('"a": 1, // first\n  ', ''),
    BASE.replace('3', '30').replace('"a": 1, // first\n  ', ''),
  ],
  [
    'of ours',
    BASE.replace('// first', '// mine'),
    BASE.replace('3', '30'),
    BASE.replace('// first', '// mine'),
  ],
])('a comment %s is merged', (_, ours, theirs, result) => {
  expect(merged({ base: BASE, ours, theirs })).toBe(result);
});

test('a person decides if both sides changed the comments of one entry', () => {
  const [ours, theirs] = ['mine', 'theirs'].map((word) => BASE.replace('first', word));
  expect(() => merged({ base: BASE, ours: ours ?? '', theirs: theirs ?? '' })).toThrow(
    /Both sides/,
  );
});
