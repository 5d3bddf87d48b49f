import { expect, test } from 'vitest';
import type { ReviewedFile } from '../../../shared/contract/review.ts';
import { inOrder, nextUnviewed, rowsOf, stepFrom } from './tree.ts';

const file = (path: string, viewed = false): ReviewedFile => ({
  path,
  viewed,
  from: null,
  kind: 'changed',
  insertions: 1,
  deletions: 0,
  binary: false,
  key: path,
});

const FILES = [
  file('README.md'),
  file('src/main/core/a.ts', true),
  file('src/main/core/b.ts'),
  file('web/x/y.ts'),
  file('web/z.ts'),
];

const shape = (closed: readonly string[]) =>
  rowsOf(FILES, new Set(closed)).map((row) =>
    row.kind === 'folder'
      ? `${'  '.repeat(row.depth)}${row.name}/ ${row.viewed} of ${row.files}`
      : `${'  '.repeat(row.depth)}${row.name}`,
  );

test('folders come first, with their counts; chains of single folders share a row', () => {
  expect(shape([])).toEqual([
    'src/main/core/ 1 of 2',
    '  a.ts',
    '  b.ts',
    'web/ 0 of 2',
    '  x/ 0 of 1',
    '    y.ts',
    '  z.ts',
    'README.md',
  ]);
  expect(shape(['src/main/core', 'web/x'])).toEqual([
    'src/main/core/ 1 of 2',
    'web/ 0 of 2',
    '  x/ 0 of 1',
    '  z.ts',
    'README.md',
  ]);
});

test('steps follow the order of the tree and stop at the ends', () => {
  const files = inOrder(FILES);
  expect(stepFrom(files, null, 1)?.path).toBe('src/main/core/a.ts');
  expect(stepFrom(files, 'src/main/core/b.ts', 1)?.path).toBe('web/x/y.ts');
  expect(stepFrom(files, 'README.md', 1)?.path).toBe('README.md');
  expect(stepFrom(files, 'src/main/core/a.ts', -1)?.path).toBe('src/main/core/a.ts');
  expect(stepFrom([], null, 1)).toBeNull();
});

test('the next unviewed file wraps around, and is null when all are viewed', () => {
  const files = inOrder(FILES);
  expect(nextUnviewed(files, 'README.md')?.path).toBe('src/main/core/b.ts');
  expect(nextUnviewed(files, 'src/main/core/b.ts')?.path).toBe('web/x/y.ts');
  const last = files.map((one) => ({ ...one, viewed: one.path !== 'README.md' }));
  expect(nextUnviewed(last, 'README.md')).toBeNull();
  const all = files.map((one) => ({ ...one, viewed: true }));
  expect(nextUnviewed(all, 'README.md')).toBeNull();
});
