import { expect, test } from 'vitest';
import { idleWords, nothingWords, openWords } from './clean-words.ts';

test('sessions that block a clean-up are counted and named', () => {
  const session = {
    path: '/w',
    feature: 'x',
    agent: 'qa',
    title: 'QA',
    idle: true,
    working: false,
  };
  const data = { ...session, agent: 'data', title: 'Data' };
  expect(idleWords([session])).toBe('End 1 idle session: QA');
  expect(idleWords([data, session])).toBe('End 2 idle sessions: Data, QA');
  const shell = { ...session, idle: false };
  const working = { ...data, idle: false, working: true };
  expect(openWords([shell])).toBe('Also end 1 open session: QA');
  expect(openWords([working])).toBe('Also end 1 working session: Data');
  expect(openWords([working, shell])).toBe('Also end 2 open sessions, 1 working: Data, QA');
  const none = { removed: [], kept: [], trash: [] };
  expect(nothingWords({ ...none, sessions: [session] })).toContain('sessions run');
  expect(nothingWords(none)).toContain('no worktree has all its work merged');
});
