import { expect, test } from 'vitest';
import { describeTrouble } from './trouble.ts';

test('a failure shows its message and its remedy', () => {
  const failure = { code: 'plan.cycle' as const, message: 'a waits for b.', remedy: 'Remove one.' };
  expect(describeTrouble({ kind: 'failure', failure })).toEqual({
    title: 'a waits for b.',
    detail: 'Remove one.',
  });
});

test('a bug names its incident; a lost connection claims no outcome', () => {
  expect(describeTrouble({ kind: 'bug', incident: 'ab12' })?.detail).toContain('ab12');
  expect(describeTrouble({ kind: 'lost' })?.detail).toContain('may or may not');
});

test('a cancelled call shows nothing', () => {
  expect(describeTrouble({ kind: 'cancelled' })).toBeNull();
});
