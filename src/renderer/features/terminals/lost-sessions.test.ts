import { expect, test } from 'vitest';
import type { AgentView, RunView } from '../../../shared/contract/run.ts';
import { lostSessionRows, lostSessionsTitle } from './lost-sessions.ts';

const agent = (name: string, title: string, state: AgentView['state']): AgentView => ({
  name,
  title,
  role: 'data',
  state,
  needs: null,
  waitsFor: null,
  ready: null,
  message: null,
  branch: `feature/shop-${name}`,
  worktree: `/shop-${name}`,
  base: null,
  head: null,
  commits: 0,
  dirty: false,
  changed: [],
  insertions: 0,
  deletions: 0,
  recent: [],
  behind: 0,
  queued: [],
  outOfScope: [],
  strays: [],
  since: 0,
  session: null,
});

const RUN: RunView = {
  feature: 'shop',
  featureBranch: 'feature/shop',
  base: null,
  phase: null,
  phases: [],
  agents: [agent('data', 'Tables', 'stopped'), agent('old', 'Old', 'merged')],
  syncs: [],
  radar: [],
  inbox: [],
  orchestrator: null,
};

const NOON = new Date(2026, 4, 3, 12).getTime();
const LATER = NOON + 3_600_000;
const view = (name: string, processes: number, since = NOON) =>
  ({ agent: name, kind: 'shell', since, processes }) as const;
const left = (name: string, processes: number) =>
  lostSessionRows(RUN, [view(name, processes)], LATER)[0];

test('a lost session can be restarted if its agent can start, and ended if processes run', () => {
  expect(left('data', 2)).toMatchObject({
    title: 'Tables',
    running: '2 processes still run',
    endable: true,
    again: { name: 'data' },
  });
  expect(left('old', 1)).toMatchObject({ running: '1 process still runs', again: null });
  expect(left('orchestrator', 0)).toMatchObject({
    title: 'Orchestrator',
    running: 'no process found',
    endable: false,
    again: { orchestrator: 'shell' },
  });
  expect(left('not-in-the-plan', 0)).toMatchObject({ title: 'Not in the plan', again: null });
  expect([1, 2].map(lostSessionsTitle)).toEqual([
    '1 session lost its terminal',
    '2 sessions lost their terminals',
  ]);
});

test('sessions with running processes come first; the date is shown only for other days', () => {
  const day = 24 * 3_600_000;
  const rows = lostSessionRows(
    RUN,
    [view('old', 0), view('data', 1), view('a', 0, NOON - day)],
    LATER,
  );
  expect(rows.map(({ title }) => title)).toEqual(['Tables', 'A', 'Old']);
  const [today, before] = rows.map(({ facts }) => facts);
  expect(today).toMatch(/^shell, since \d+\D00/);
  expect(before).toMatch(/^shell, since .*\d+\D00/);
  expect(before?.length).toBeGreaterThan(today?.length ?? 0);
});
