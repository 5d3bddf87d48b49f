import { expect, test } from 'vitest';
import { defaultTitle, finishName, shownTitle, titleIn } from './names.ts';

test('a key becomes a title in the usual spelling of its words', () => {
  const keys = ['qa', 'devops', 'phase-1', 'qa-unit', 'api-docs', 'ui', 'data', 'docs-api', 'ios'];
  expect(keys.map(defaultTitle)).toEqual([
    'QA',
    'DevOps',
    'Phase 1',
    'QA unit',
    'API docs',
    'UI',
    'Data',
    'Docs API',
    'iOS',
  ]);
  // Keys are what people write: they are looked up in nothing inherited.
  expect(['constructor', 'to-string'].map(defaultTitle)).toEqual(['Constructor', 'To string']);
});

test('a title of the plan comes before the one made from the key', () => {
  const plan = {
    agents: { qa: { title: 'Tester' }, data: {} },
    syncs: { 'phase-1': { title: 'Ground' } },
  };
  expect(
    ['qa', 'data', 'phase-1', 'tail-1', 'constructor'].map((key) => titleIn(plan, key)),
  ).toEqual(['Tester', 'Data', 'Ground', 'Tail 1', 'Constructor']);
  expect(titleIn(null, 'phase-2')).toBe('Phase 2');
});

test('a title that cannot be seen counts as none, and nothing hides in one', () => {
  const plan = { agents: { qa: { title: '  ' }, data: { title: ' a\u202eb ' } }, syncs: {} };
  expect(['qa', 'data'].map((key) => titleIn(plan, key))).toEqual(['QA', 'a\\u{202e}b']);
  expect(shownTitle({ title: '\t' }, 'api-docs')).toBe('API docs');
});

test('a branch is never made a title, and the merge into the base has one', () => {
  expect(titleIn(null, 'feature/user-profile')).toBe('feature/user-profile');
  expect(titleIn(null, finishName({ base: 'main' }))).toBe('Merge into main');
});
