import { expect, test } from 'vitest';
import { conflictText } from './conflict-text.ts';
import type { MarkerOptions } from './types.ts';

const NAMED: MarkerOptions = {
  labels: { ours: 'HEAD', base: '1234abc', theirs: 'feature/x' },
  style: 'merge',
  size: 7,
};

function marked(
  texts: { ours: string; theirs: string; base?: string },
  options?: Partial<MarkerOptions>,
) {
  return conflictText({ base: null, ...texts }, { ...NAMED, ...options });
}

test('puts markers around only the differing line, with the base if the style shows it', () => {
  const texts = {
    ours: 'a: 1\nb: 2\nc: 3\n',
    theirs: 'a: 1\nb: 3\nc: 3\n',
    base: 'a: 1\nb: 0\nc: 3\n',
  };
  const [head, tail] = ['a: 1\n<<<<<<< HEAD\nb: 2\n', '=======\nb: 3\n>>>>>>> feature/x\nc: 3\n'];
  expect(marked(texts)).toBe(head + tail);
  for (const style of ['diff3', 'zdiff3'] as const) {
    expect(marked(texts, { style })).toBe(`${head}||||||| 1234abc\nb: 0\n${tail}`);
    expect(marked({ ours: texts.ours, theirs: texts.theirs }, { style })).toBe(head + tail);
  }
});

test('uses marker size and labels; an empty label leaves no space', () => {
  const labels = { ours: '', base: '', theirs: 'side' };
  const texts = { ours: 'a\n', theirs: 'b\n', base: '' };
  expect(marked(texts, { labels, size: 9, style: 'diff3' })).toBe(
    '<<<<<<<<<\na\n|||||||||\n=========\nb\n>>>>>>>>> side\n',
  );
  expect(conflictText({ ours: 'a\n', theirs: 'b\n', base: null })).toBe(
    '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n',
  );
});

test('diff3 keeps a common prefix in the block, zdiff3 removes it', () => {
  const texts = { base: 'a\nold\nz\n', ours: 'a\nsame\nown\nz\n', theirs: 'a\nsame\nother\nz\n' };
  expect(marked(texts, { style: 'diff3' })).toBe(
    'a\n<<<<<<< HEAD\nsame\nown\n||||||| 1234abc\nold\n=======\nsame\nother\n>>>>>>> feature/x\nz\n',
  );
  expect(marked(texts, { style: 'zdiff3' })).toBe(
    'a\nsame\n<<<<<<< HEAD\nown\n||||||| 1234abc\nold\n=======\nother\n>>>>>>> feature/x\nz\n',
  );
});

test('keeps carriage returns, a byte-order mark and a missing final line break', () => {
  expect(marked({ ours: 'a\r\nb\r\n', theirs: 'a\r\nc\r\n' })).toBe(
    'a\r\n<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> feature/x\r\n',
  );
  expect(marked({ ours: '\uFEFFa\nb\nz', theirs: '\uFEFFa\nc\nz' })).toBe(
    '\uFEFFa\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> feature/x\nz',
  );
  expect(marked({ ours: 'a\nb', theirs: 'a\nc\n' })).toBe(
    'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> feature/x\n',
  );
  expect(marked({ ours: 'a\nb', theirs: 'a\nb\n' })).toBe('a\nb');
  expect(marked({ ours: 'a\nb', theirs: 'a\nb\nc\n' })).toBe(
    'a\nb\n<<<<<<< HEAD\n=======\nc\n>>>>>>> feature/x\n',
  );
});

test('marks an entry that only one side has from its first line', () => {
  const item = (id: number) => `  {\n    "id": ${id}\n  },\n`;
  const [ours, theirs] = [item(1) + item(3), item(1) + item(2) + item(3)];
  expect(marked({ ours, theirs })).toBe(
    `${item(1)}<<<<<<< HEAD\n=======\n${item(2)}>>>>>>> feature/x\n${item(3)}`,
  );
});

test('joins two conflicts that are separated only by brackets', () => {
  const text = (a: number, b: number, between: string) => `  "a": ${a}\n${between}  "b": ${b}\n`;
  const blocks = (between: string) =>
    marked({ ours: text(1, 1, between), theirs: text(2, 2, between) }).match(/^=/gm)?.length;
  expect(blocks('},\n{\n')).toBe(1);
  expect(blocks('  "c": 0\n')).toBe(2);
});

/** Pseudo-random numbers from 0 to 1, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** Takes one side of every block, as a person would. */
function taken(text: string, part: 'ours' | 'base' | 'theirs'): string {
  let where: string | null = null;
  return text
    .split(/(?<=\n)/)
    .filter((line) => {
      if (/^<{7} /.test(line)) where = 'ours';
      else if (/^\|{7} /.test(line)) where = 'base';
      else if (/^={7}\r?\n/.test(line)) where = 'theirs';
      else if (/^>{7} /.test(line)) where = null;
      else return where === null || where === part;
      return false;
    })
    .join('');
}

test('taking one side of every block gives the result of that side byte for byte', () => {
  const random = seeded(7);
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  let blocks = 0;
  for (let round = 0; round < 1_500; round += 1) {
    const words = ['a: 1', '  b: 2', '}', '', '- x', 'unique'];
    const eol = one(['\n', '\r\n']);
    const texts = { ours: one(['', '\uFEFF']), theirs: '', base: '' };
    texts.theirs = texts.ours;
    texts.base = texts.ours;
    const some = () =>
      Array.from({ length: Math.floor(random() * 4) }, () => `${one(words)}${eol}`).join('');
    for (let part = 0; part < 6; part += 1) {
      const shared = some() + some() + (random() < 0.5 ? `${round} ${part}${eol}` : '');
      const isConflict = random() < 0.5;
      for (const side of ['ours', 'theirs', 'base'] as const)
        texts[side] += isConflict ? some() : shared;
    }
    for (const style of ['merge', 'diff3', 'zdiff3'] as const) {
      const text = conflictText(texts, { ...NAMED, style });
      expect(taken(text, 'ours')).toBe(texts.ours);
      expect(taken(text, 'theirs')).toBe(texts.theirs);
      blocks += text.match(/^<{7}/gm)?.length ?? 0;
    }
  }
  expect(blocks).toBeGreaterThan(3_000);
});

test('marks ten conflicts in 40,000 lines quickly', () => {
  const lines = (word: string, gone: number) =>
    Array.from({ length: 40_000 }, (_, at) => {
      if (at % 4_000 === 77) return `value: ${word}\n`;
      if (Math.floor(at / 3_000) === gone) return '';
      return at % 4 === 0 ? `entry ${at}:\n` : '  get: ok\n';
    }).join('');
  const texts = { ours: lines('own', 3), theirs: lines('other', 5) };
  const start = performance.now();
  const base = lines('old', -1);
  const text = marked({ ...texts, base }, { style: 'diff3' });
  expect(performance.now() - start).toBeLessThan(2_000);
  expect(taken(text, 'base')).toBe(base);
  expect(text.match(/^<{7}/gm)).toHaveLength(11);
  expect(marked(texts).match(/^<{7}/gm)).toHaveLength(11);
});
