import { expect, test } from 'vitest';
import { defaultTitle, finishName } from './names.ts';
import { stepWords } from './progress-words.ts';

test('the steps of a merge are said in words, of a sync point and of a whole feature', () => {
  const say = (step: string, target: string | null) => stepWords({ step, target }, defaultTitle);
  expect(say('verify', 'phase-1')).toBe('Verify the merge of Phase 1');
  expect(say('verify', finishName({ base: 'release/2' }))).toBe(
    'Verify release/2 with the feature',
  );
  expect(say('land', finishName({ base: 'main' }))).toBe('Move main to the merge');
  expect(say('start', 'data')).toBe('Start Data');
  expect(say('set-up', 'data')).toBe('Set up the worktree of Data');
  expect(say('branch', 'data')).toBe('branch: Data');
  expect(say('Preparing', null)).toBe('Preparing');
});
