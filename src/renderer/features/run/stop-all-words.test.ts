import { expect, test } from 'vitest';
import { buttonWords, doingWords, stopAllWords } from './stop-all-words.ts';

test('the confirmation says how many sessions are working', () => {
  const idle = { agent: 'a', title: 'A', idle: true, activity: 'finished' } as const;
  const works = { agent: 'b', title: 'B', idle: false, activity: 'working' } as const;
  expect(stopAllWords([])).toBe('No sessions are running.');
  expect(stopAllWords([idle, idle])).toContain('All are idle.');
  expect(stopAllWords([idle, works])).toContain('1 of them is not idle and will be interrupted.');
  expect(stopAllWords([works, works])).toContain('2 of them are not idle and will be interrupted.');
  const asks = { ...works, activity: 'needs-you' } as const;
  expect([idle, works, asks].map(doingWords)).toEqual(['idle', 'working', 'waiting for you']);
  expect([0, 1, 2].map(buttonWords)).toEqual([
    'Clear the queue',
    'Stop 1 session',
    'Stop 2 sessions',
  ]);
});
