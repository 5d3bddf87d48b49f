import { expect, test } from 'vitest';
import { blocksOf, type Choice, currentBlock, replacedBy } from './blocks.ts';

const TWO = `one
<<<<<<< Designer
ours
=======
theirs
>>>>>>> Data
between
<<<<<<< Designer
||||||| base
old
=======
new
>>>>>>> Data
end
`;

/** The text after a choice for the nth conflict. */
function choose(text: string, nth: number, choice: Choice): string {
  const block = blocksOf(text)[nth];
  if (!block) throw new Error(`no conflict ${nth}`);
  const { from, to, insert } = replacedBy(text, block, choice);
  return text.slice(0, from) + insert + text.slice(to);
}

test('conflicts are found with their parts', () => {
  const parts = blocksOf(TWO).map((block) =>
    [block.ours, block.base, block.theirs].map((part) => part && TWO.slice(part.from, part.to)),
  );
  expect(parts).toEqual([
    ['ours\n', null, 'theirs\n'],
    ['', 'old\n', 'new\n'],
  ]);
});

test('incomplete conflict markers are text', () => {
  expect(blocksOf('=======\ntitle\n=======\n>>>>>>> x\n')).toEqual([]);
  expect(blocksOf('<<<<<<< a\nx\n')).toEqual([]);
  expect(blocksOf('<<<<<<<x\na\n=======\nb\n>>>>>>> y\n')).toEqual([]);
  expect(blocksOf('<<<<<<< lost\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b')).toHaveLength(1);
  expect(blocksOf('')).toEqual([]);
});

test('a choice leaves its lines and no markers', () => {
  expect(choose(TWO, 0, 'ours')).toContain('one\nours\nbetween\n');
  expect(choose(TWO, 0, 'theirs')).toContain('one\ntheirs\nbetween\n');
  expect(choose(TWO, 0, 'both')).toContain('one\nours\ntheirs\nbetween\n');
  expect(choose(TWO, 1, 'theirs')).toContain('between\nnew\nend\n');
});

test('choosing a side without lines leaves no empty line', () => {
  expect(choose(TWO, 1, 'ours')).toContain('between\nend\n');
  const blank = 'a\n<<<<<<< x\n\n=======\nb\n>>>>>>> y\nc\n';
  expect(choose(blank, 0, 'ours')).toBe('a\n\nc\n');
  const last = 'a\n<<<<<<< x\n=======\nb\n>>>>>>> y';
  expect(choose(last, 0, 'ours')).toBe('a\n');
});

test('a conflict at the end of a file keeps the ending that git wrote', () => {
  const text = '<<<<<<< x\na\n=======\nb\n>>>>>>> y\n';
  expect(choose(text, 0, 'theirs')).toBe('b\n');
});

test('the current conflict is the one at the caret, else the next, else the first', () => {
  const blocks = blocksOf(TWO);
  expect(currentBlock(blocks, 0)).toBe(0);
  expect(currentBlock(blocks, TWO.indexOf('theirs'))).toBe(0);
  expect(currentBlock(blocks, TWO.indexOf('between'))).toBe(1);
  expect(currentBlock(blocks, TWO.length)).toBe(0);
});
