import { expect, test } from 'vitest';
import type { AgentView, RunView } from '../../../shared/contract/run.ts';
import { leftRow, leftTitle } from './left.ts';

const agent = (name: string, title: string, state: AgentView['state']): AgentView => ({
  name,
  title,
  role: 'data',
  state,
  needs: null,
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

const left = (name: string, processes: number) =>
  leftRow(RUN, { agent: name, kind: 'shell', since: 0, processes });

test('a session that was left is started again where its agent can be, and ended where something runs', () => {
  expect(left('data', 2)).toMatchObject({
    title: 'Tables',
    running: '2 processes still run',
    endable: true,
    again: { name: 'data' },
  });
  expect(left('data', 2).facts).toMatch(/^shell, since .*\d/);
  expect(left('old', 1)).toMatchObject({ running: '1 process still runs', again: null });
  expect(left('orchestrator', 0)).toMatchObject({
    title: 'Orchestrator',
    running: 'no process of it found',
    endable: false,
    again: 'orchestrator',
  });
  expect(left('not-in-the-plan', 0)).toMatchObject({ title: 'Not in the plan', again: null });
  expect([1, 2].map(leftTitle)).toEqual([
    '1 session lost its terminal',
    '2 sessions lost their terminals',
  ]);
});
