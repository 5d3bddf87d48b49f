import { expect, test } from 'vitest';
import { idleWords, nothingWords, workingWords } from './words.ts';

test('sessions that hold a clean-up back are counted and named', () => {
  const session = { path: '/w', feature: 'x', agent: 'qa', title: 'QA', idle: true };
  const data = { ...session, agent: 'data', title: 'Data' };
  expect(idleWords([session])).toBe('End 1 idle session: QA');
  expect(idleWords([data, session])).toBe('End 2 idle sessions: Data, QA');
  expect(workingWords([session])).toBe('Also end 1 session that works, or may: QA');
  expect(workingWords([data, session])).toContain('2 sessions that work, or may');
  const none = { removed: [], kept: [], trash: [] };
  expect(nothingWords({ ...none, sessions: [session] })).toContain('sessions run');
  expect(nothingWords(none)).toContain('no worktree whose work is merged');
});
