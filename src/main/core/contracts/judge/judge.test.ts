import { describe, expect, test } from 'vitest';
import type { Triple } from './edits-fixture.ts';
import { judge } from './judge-fixture.ts';
import type { Contract, Entry, Language, ListNode, MapNode, Node } from './model-fixture.ts';
import { textOf } from './print-fixture.ts';

/** One entry; its id is its key unless given, as after a rename. */
function entry(key: string, value: Node | string | number, more: Partial<Entry> = {}): Entry {
  const node = typeof value === 'object' ? value : ({ kind: 'scalar', value } as const);
  return { id: key, key, value: node, lead: null, tail: null, ...more };
}

const map = (...entries: readonly Entry[]): MapNode => ({ kind: 'map', entries });

function list(style: ListNode['style'], ...entries: readonly Entry[]): ListNode {
  return { kind: 'list', style, entries };
}

/** Plain values; the id of each is its value. */
const values = (style: 'plain' | 'set', ...all: readonly (string | number)[]) =>
  map(entry('all', list(style, ...all.map((value) => entry(String(value), value)))));

const keyed = (...names: readonly string[]) =>
  map(entry('all', list('keyed', ...names.map((name) => entry(name, map(entry('size', 1)))))));

const document = (name: string, size: number) =>
  entry(name, map(entry('kind', 'Service'), entry('name', name), entry('size', size)));

type Root = Contract['root'];

function tripleOf(base: Root, ours: Root, theirs: Root, language: Language = 'yaml'): Triple {
  const of = (root: Root): Contract => ({ language, root });
  const sides = { base: of(base), ours: of(ours), theirs: of(theirs) };
  const texts = {
    base: textOf(sides.base),
    ours: textOf(sides.ours),
    theirs: textOf(sides.theirs),
  };
  return { kind: 'maps', language, ...sides, texts };
}

/** The judge's verdict on a merged contract. */
const said = (triple: Triple, root: Root) =>
  judge(triple, textOf({ language: triple.language, root }));

describe('values', () => {
  const triple = tripleOf(
    map(entry('a', 1), entry('b', 2)),
    map(entry('a', 5), entry('b', 2)),
    map(entry('a', 1), entry('b', 7)),
  );

  test('accepts the changes of each side', () => {
    expect(said(triple, map(entry('a', 5), entry('b', 7)))).toBeNull();
  });

  test('rejects a lost change, a lost or extra entry, a changed type and a duplicate key', () => {
    expect(said(triple, map(entry('a', 5), entry('b', 2)))).toBe('.b is 2, not 7');
    expect(said(triple, map(entry('a', 5)))).toBe('.b is gone');
    expect(judge(triple, 'a: 5\nb: 7\nc: 1\n')).toBe('.c is in no version');
    expect(judge(triple, "a: 5\nb: '7'\n")).toBe('.b is "7", not 7');
    expect(judge(triple, 'a: 5\nb: 7\na: 5\n')).toBe('it cannot be read');
  });

  test('rejects every result if both changed a value, or one changed what the other deleted', () => {
    const base = map(entry('a', 1), entry('b', 2));
    const both = tripleOf(
      base,
      map(entry('a', 5), entry('b', 2)),
      map(entry('a', 6), entry('b', 2)),
    );
    expect(judge(both, 'a: 5\nb: 2\n')).toBe('.a: both sides changed one value differently');
    const gone = tripleOf(base, map(entry('b', 2)), map(entry('a', 6), entry('b', 2)));
    const reason = ': one side changed a, which the other one deleted';
    expect(judge(gone, 'b: 2\n')).toBe(reason);
    expect(judge(gone, 'a: 6\nb: 2\n')).toBe(reason);
  });
});

describe('renames', () => {
  const fields = (size: number) => map(entry('type', 'text'), entry('size', size));
  const base = map(entry('old', fields(1)), entry('b', fields(2)));
  const renamed = map(entry('new', fields(1), { id: 'old' }), entry('b', fields(2)));

  test('accepts a renamed entry if the other side did not change it', () => {
    const triple = tripleOf(base, renamed, map(entry('old', fields(1)), entry('b', fields(7))));
    expect(said(triple, map(entry('new', fields(1)), entry('b', fields(7))))).toBeNull();
    const twice = map(entry('new', fields(1)), entry('old', fields(1)), entry('b', fields(7)));
    expect(said(triple, twice)).toBe('.old is in no version');
  });

  test('rejects every result if one side renamed and the other changed an entry', () => {
    const triple = tripleOf(base, renamed, map(entry('old', fields(7)), entry('b', fields(2))));
    const reason = ': one side changed old, which the other one deleted';
    expect(said(triple, map(entry('new', fields(7)), entry('b', fields(2))))).toBe(reason);
    expect(said(triple, map(entry('new', fields(1)), entry('b', fields(2))))).toBe(reason);
  });
});

describe('lists', () => {
  test('lists by order: rejects lost, duplicated and reordered items', () => {
    const triple = tripleOf(
      values('plain', 'a', 'b', 'c', 'd'),
      values('plain', 'b', 'a', 'c', 'd'),
      values('plain', 'a', 'b', 'c', 'd', 'e'),
    );
    expect(said(triple, values('plain', 'b', 'a', 'c', 'd', 'e'))).toBeNull();
    const ordered = '.all: a and b are not in their order';
    expect(said(triple, values('plain', 'a', 'b', 'c', 'd', 'e'))).toBe(ordered);
    expect(said(triple, values('plain', 'b', 'a', 'c', 'd'))).toBe('.all: e is gone');
    const twice = said(triple, values('plain', 'b', 'a', 'c', 'd', 'e', 'e'));
    expect(twice).toBe('.all[5] "e": it is in no version');
  });

  test('rejects an item at another place than its side put it', () => {
    const triple = tripleOf(
      values('plain', 'a', 'b', 'c'),
      values('plain', 'x', 'a', 'b', 'c'),
      values('plain', 'a', 'y', 'b', 'c'),
    );
    expect(said(triple, values('plain', 'x', 'a', 'y', 'b', 'c'))).toBeNull();
    const moved = said(triple, values('plain', 'x', 'a', 'b', 'c', 'y'));
    expect(moved).toBe('.all: y is not where it was put beside b');
  });

  test('rejects every result if both added at one place, or one moved what the other deleted', () => {
    const base = values('plain', 'a', 'b');
    const met = tripleOf(base, values('plain', 'a', 'x', 'b'), values('plain', 'a', 'y', 'b'));
    for (const result of ['xy', 'yx'])
      expect(said(met, values('plain', 'a', ...result, 'b'))).toBe(
        '.all: both sides put something at one place',
      );
    const gone = tripleOf(keyed('a', 'b', 'c'), keyed('c', 'a', 'b'), keyed('a', 'b'));
    expect(said(gone, keyed('a', 'b'))).toBe('.all: one side moved what the other one deleted');
  });

  test('lists by name: rejects a lost reordering', () => {
    const triple = tripleOf(keyed('a', 'b', 'c'), keyed('a', 'b', 'c', 'd'), keyed('c', 'a', 'b'));
    expect(said(triple, keyed('c', 'a', 'b', 'd'))).toBeNull();
    const kept = said(triple, keyed('a', 'b', 'c', 'd'));
    expect(kept).toBe('.all: a and c are not in their order');
  });

  test('sets: accepts any order, rejects duplicate and lost members', () => {
    const triple = tripleOf(values('set', 'a'), values('set', 'a', 'b'), values('set', 'a', 'c'));
    expect(said(triple, values('set', 'a', 'b', 'c'))).toBeNull();
    expect(said(triple, values('set', 'c', 'a', 'b'))).toBeNull();
    expect(said(triple, values('set', 'a', 'b'))).toBe('.all: c is gone');
    expect(said(triple, values('set', 'a', 'b', 'c', 'c'))).toContain('.all[3] "c"');
  });

  test('documents: rejects a duplicate and one without its change', () => {
    const documents = (...all: readonly Entry[]) => list('documents', ...all);
    const triple = tripleOf(
      documents(document('web', 1), document('db', 1)),
      documents(document('web', 2), document('db', 1)),
      documents(document('web', 1), document('db', 1), document('queue', 1)),
      'documents',
    );
    const [web, db, queue] = [document('web', 2), document('db', 1), document('queue', 1)];
    expect(said(triple, documents(web, db, queue))).toBeNull();
    expect(said(triple, documents(web, db, queue, queue))).toContain('[3]');
    expect(said(triple, documents(document('web', 1), db, queue))).toContain('[0]');
  });
});

describe.each(['yaml', 'jsonc'] as const)('comments in %s', (language) => {
  const triple = tripleOf(
    map(entry('a', 1, { lead: 'kept' }), entry('b', 2), entry('c', 3)),
    map(entry('a', 5, { lead: 'kept' }), entry('b', 2), entry('c', 3)),
    map(entry('a', 1, { lead: 'kept' }), entry('b', 2, { tail: 'added' }), entry('c', 3)),
    language,
  );
  const saidWith = (a: Partial<Entry>, b: Partial<Entry>, c: Partial<Entry> = {}) =>
    said(triple, map(entry('a', 5, a), entry('b', 2, b), entry('c', 3, c)));

  test('accepts each comment once at its entry', () => {
    expect(saidWith({ lead: 'kept' }, { tail: 'added' })).toBeNull();
  });

  test('rejects a comment that is lost, duplicated or at another entry', () => {
    expect(saidWith({}, { tail: 'added' })).toBe('the comment "kept" is there 0 times');
    expect(saidWith({ lead: 'kept' }, {})).toBe('the comment "added" is there 0 times');
    const twice = saidWith({ lead: 'kept' }, { tail: 'added', lead: 'added' });
    expect(twice).toBe('the comment "added" is there 2 times');
    const elsewhere = saidWith({ lead: 'kept' }, {}, { tail: 'added' });
    expect(elsewhere).toBe('the comment "added" is not at b');
  });

  test('rejects every result if both changed one comment', () => {
    const both = tripleOf(
      map(entry('a', 1, { lead: 'seconds' })),
      map(entry('a', 1, { lead: 'minutes' })),
      map(entry('a', 1, { lead: 'hours' })),
      language,
    );
    const result = said(both, map(entry('a', 1, { lead: 'minutes' })));
    expect(result).toBe('.a: both sides changed one comment');
  });
});
