import { expect, test } from 'vitest';
import type { SessionView } from '../../shared/contract/session.ts';
import { workWords } from './status-words.ts';

const agent = (activity: SessionView['activity'] | null) => ({
  session: activity && ({ alive: activity !== 'exited', activity } as SessionView),
});

const run = (...agents: ReturnType<typeof agent>[]) => ({ agents, orchestrator: null });

test('the number of working agents does not read like a limit', () => {
  expect(workWords(null)).toBe('No session running');
  expect(workWords(run(agent(null), agent('exited')))).toBe('No session running');
  expect(workWords(run(agent('finished'), agent(null)))).toBe('1 session running');
  expect(workWords(run(agent('needs-you'), agent('unknown')))).toBe('2 sessions running');
  expect(workWords(run(agent('working'), agent('finished'), agent('needs-you')))).toBe(
    '1 of 3 agents working',
  );
});

test('the orchestrator has a session too', () => {
  const orchestrator = { session: { alive: true, activity: 'unknown' } as SessionView };
  expect(workWords({ agents: [], orchestrator })).toBe('1 session running');
  expect(workWords({ agents: [agent('finished')], orchestrator })).toBe('2 sessions running');
  const ended = { session: { alive: false, activity: 'exited' } as SessionView };
  expect(workWords({ agents: [], orchestrator: ended })).toBe('No session running');
});
