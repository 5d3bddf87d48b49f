import { expect, test } from 'vitest';
import type { WorktreeView } from '../../../shared/contract/worktrees.ts';
import {
  countWords,
  factWords,
  inOrder,
  nameOf,
  ownerWords,
  savedWords,
} from './worktree-words.ts';

const worktree = (changes: Partial<WorktreeView> = {}): WorktreeView => ({
  path: '/work/shop-data',
  branch: 'feature/shop-data',
  owner: 'agent',
  state: 'ok',
  bytes: 1500,
  unmerged: 0,
  dirty: false,
  feature: 'shop',
  agent: 'data',
  touched: null,
  leftover: null,
  ...changes,
});

test('describes names, owners and facts', () => {
  expect(nameOf('/work/shop-data')).toBe('shop-data');
  expect(ownerWords(worktree())).toBe('Data (shop)');
  expect(ownerWords(worktree({ owner: 'user', agent: null }))).toBe('Yours');
  expect(factWords(worktree(), 0)).toBe('1.5 kB');
  const now = 7_200_000;
  expect(factWords(worktree({ unmerged: 2, dirty: true, touched: 0 }), now)).toBe(
    '1.5 kB · 2 unmerged commits · uncommitted changes · 2 hours ago',
  );
  expect(factWords(worktree({ unmerged: null, dirty: null }), 0)).toContain('unknown');
});

test('changes are said to be saved unless the worktree is known to be clean', () => {
  expect(savedWords(worktree()).join(' ')).not.toContain('Uncommitted');
  expect(savedWords(worktree({ dirty: null })).join(' ')).toContain('Uncommitted');
  expect(savedWords(worktree({ unmerged: 1 })).join(' ')).toContain('with its commits');
});

test('leftovers come first', () => {
  const paths = inOrder([
    worktree({ path: '/b' }),
    worktree({ path: '/c', leftover: 'its run is over' }),
    worktree({ path: '/a' }),
  ]).map(({ path }) => path);
  expect(paths).toEqual(['/c', '/a', '/b']);
});

test('counts worktrees by owner', () => {
  const all = [
    worktree(),
    worktree({ path: '/work/other', feature: 'other' }),
    worktree({ path: '/work/shop-integration', owner: 'integration', agent: null, feature: null }),
    worktree({
      path: '/work/gone',
      agent: 'qa',
      state: 'missing',
      leftover: 'its folder is missing',
    }),
  ];
  expect(countWords(all, 'shop')).toBe('1 agent worktree, 1 of other plans, 1 other, 1 leftover.');
  expect(countWords([], null)).toBe('0 agent worktrees.');
});
