import { expect, test } from 'vitest';
import type { SessionView } from '../../shared/contract/session.ts';
import { workWords } from './status-words.ts';

const agent = (activity: SessionView['activity'] | null) => ({
  session: activity && ({ alive: activity !== 'exited', activity } as SessionView),
});

test('how many work reads like a fact, not like a limit', () => {
  expect(workWords([])).toBe('No session running');
  expect(workWords([agent(null), agent('exited')])).toBe('No session running');
  expect(workWords([agent('finished'), agent(null)])).toBe('1 session running');
  expect(workWords([agent('needs-you'), agent('unknown')])).toBe('2 sessions running');
  expect(workWords([agent('working'), agent('finished'), agent('needs-you')])).toBe(
    '1 of 3 agents at work',
  );
});
