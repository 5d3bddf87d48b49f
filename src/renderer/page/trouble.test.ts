import { expect, test } from 'vitest';
import { describeTrouble } from './trouble.ts';

test('a failure is said in its own words with its remedy', () => {
  const failure = { code: 'plan.cycle' as const, message: 'a waits for b.', remedy: 'Remove one.' };
  expect(describeTrouble({ kind: 'failure', failure })).toEqual({
    title: 'a waits for b.',
    detail: 'Remove one.',
  });
});

test('a bug names its incident, a lost link does not claim an outcome', () => {
  expect(describeTrouble({ kind: 'bug', incident: 'ab12' })?.detail).toContain('ab12');
  expect(describeTrouble({ kind: 'lost' })?.detail).toContain('may or may not');
});

test('what was cancelled is not shown', () => {
  expect(describeTrouble({ kind: 'cancelled' })).toBeNull();
});
