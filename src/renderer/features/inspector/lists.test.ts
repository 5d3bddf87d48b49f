import { expect, test } from 'vitest';
import {
  linesToList,
  linesToSteps,
  listToLines,
  runsOf,
  runsParts,
  stepsToLines,
} from './lists.ts';

test('lists are lines; an empty text is null', () => {
  expect(linesToList(' a/** \n\n b ')).toEqual(['a/**', 'b']);
  expect(linesToList('\n ')).toBeNull();
  expect(listToLines(['a', 'b'])).toBe('a\nb');
});

test('verification steps survive the conversion to text and back', () => {
  const steps = ['npm test', { claude: '/verify' }];
  expect(linesToSteps(stepsToLines(steps))).toEqual(steps);
});

test('`runs` survives the conversion to parts and back', () => {
  for (const runs of ['shell', 'sim', { command: 'x' }, { remote: 'o/b' }, { ssh: 'h' }] as const) {
    const { kind, value } = runsParts(runs);
    expect(runsOf(kind, value)).toEqual(runs);
  }
  expect(runsOf('claude', '')).toBeNull();
});
