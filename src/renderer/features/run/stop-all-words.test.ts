import { expect, test } from 'vitest';
import { stopAllWords } from './stop-all-words.ts';

test('whoever stops all is told how many work', () => {
  const idle = { agent: 'a', title: 'A', idle: true };
  const works = { agent: 'b', title: 'B', idle: false };
  expect(stopAllWords([])).toBe('No session runs.');
  expect(stopAllWords([idle, idle])).toContain('None of them works.');
  expect(stopAllWords([idle, works])).toContain('1 of them works and will be interrupted.');
  expect(stopAllWords([works, works])).toContain('2 of them work and will be interrupted.');
});
