import { expect, test } from 'vitest';
import type { AgentView, PhaseView, RunView, SyncView } from '../../../shared/contract/run.ts';
import { firstStep, isStarted, nextStep } from './next-step.ts';

const agent = (name: string, change: Partial<AgentView> = {}): AgentView => ({
  name,
  title: name[0]?.toUpperCase() + name.slice(1),
  role: name,
  state: 'not-started',
  needs: null,
  message: null,
  branch: `feature/shop-${name}`,
  worktree: null,
  base: null,
  head: null,
  commits: 0,
  dirty: false,
  changed: [],
  insertions: 0,
  deletions: 0,
  recent: [],
  behind: null,
  queued: [],
  outOfScope: [],
  since: 0,
  session: null,
  ...change,
});

const sync = (change: Partial<SyncView> = {}): SyncView => ({
  name: 'phase-1',
  title: 'Phase 1',
  state: 'waiting',
  merges: ['designer', 'data'],
  strategy: 'merge',
  gate: [],
  commit: null,
  undo: { possible: false, reason: null },
  problem: null,
  fix: null,
  ...change,
});

function runWith(change: {
  phase?: PhaseView['state'];
  sync?: Partial<SyncView>;
  designer?: Partial<AgentView>;
  data?: Partial<AgentView>;
}): RunView {
  const state = change.phase ?? 'running';
  return {
    feature: 'shop',
    featureBranch: 'feature/shop',
    base: null,
    phase: state === 'done' ? null : 'phase-1',
    phases: [{ name: 'phase-1', sync: 'phase-1', agents: ['designer', 'data'], after: [], state }],
    agents: [agent('designer', change.designer), agent('data', change.data)],
    syncs: [sync(change.sync)],
    radar: [],
    inbox: [],
    orchestrator: null,
  };
}

const verified = { verified: true };

test('a plan that was not started says what a start does', () => {
  const run = runWith({ phase: 'startable' });
  expect(isStarted(run)).toBe(false);
  expect(firstStep(run)).toEqual({
    words:
      'Start Phase 1: Designer and Data work side by side, each in a worktree and a terminal of its own.',
    action: { kind: 'start', phase: 'phase-1' },
  });
});

test('who waits longest comes before who works', () => {
  const run = runWith({
    designer: { state: 'needs-you', needs: 'question', since: 20 },
    data: { state: 'needs-you', needs: 'permission', since: 10 },
  });
  expect(nextStep(run, verified)?.action).toEqual({ kind: 'terminal', agent: 'data' });
  const one = runWith({
    designer: { state: 'needs-you', needs: 'question' },
    data: { state: 'working' },
  });
  expect(nextStep(one, verified)?.action).toEqual({ kind: 'terminal', agent: 'designer' });
});

test('while all work there is nothing to do but watch', () => {
  const run = runWith({ designer: { state: 'working' }, data: { state: 'starting' } });
  expect(nextStep(run, verified)).toEqual({
    words: 'Designer and Data work in their own worktrees. Watch them in the terminals.',
    action: null,
  });
});

test.each([
  ['ready', { kind: 'merge', sync: 'phase-1' }],
  ['merging', { kind: 'sync', sync: 'phase-1' }],
  ['verifying', { kind: 'sync', sync: 'phase-1' }],
  ['conflict', { kind: 'sync', sync: 'phase-1' }],
  ['verify-failed', { kind: 'sync', sync: 'phase-1' }],
] as const)('a sync point that is %s', (state, action) => {
  const finished = { state: 'finished' } as const;
  const run = runWith({ sync: { state }, designer: finished, data: finished });
  expect(nextStep(run, verified)?.action).toEqual(action);
});

test('a closed gate says what it waits for', () => {
  const gate = [{ id: 'has-commits', state: 'fail' as const, message: 'Data has no commit.' }];
  const finished = { state: 'finished' } as const;
  const run = runWith({ sync: { gate }, designer: finished, data: finished });
  expect(nextStep(run, verified)?.words).toBe('Phase 1 waits: Data has no commit.');
});

test('the end says verified only where something was run, and offers clean-up while there are worktrees', () => {
  const merged = { state: 'merged', worktree: '/tmp/shop-data' } as const;
  const run = runWith({ phase: 'done', data: merged });
  expect(nextStep(run, verified)).toEqual({
    words:
      'Done: the feature is merged and verified on feature/shop. Finish pushes it, opens a pull request or merges it into the base; clean-up removes the worktrees.',
    action: { kind: 'finish' },
    other: { kind: 'clean' },
  });
  expect(nextStep(run, { verified: false })?.words).not.toContain('verified');
  expect(nextStep(runWith({ phase: 'done' }), verified)).not.toHaveProperty('other');
});
