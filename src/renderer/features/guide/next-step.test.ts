import { expect, test } from 'vitest';
import type { AgentView, PhaseView, RunView, SyncView } from '../../../shared/contract/run.ts';
import { type Around, nextStep } from './next-step.ts';

const agent = (name: string, change: Partial<AgentView> = {}): AgentView => ({
  name,
  title: name[0]?.toUpperCase() + name.slice(1),
  role: name,
  state: 'not-started',
  needs: null,
  waitsFor: null,
  ready: null,
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
  strays: [],
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

const verified: Around = { verified: true, leftOut: () => [], lacksClaude: () => false };

test('before the start, the step says what starting does', () => {
  const run = runWith({ phase: 'startable' });
  expect(nextStep(run, verified)).toEqual({
    words:
      'Start Phase 1: Designer and Data work side by side, each in a worktree and a terminal of its own.',
    action: { kind: 'start', phase: 'phase-1' },
  });
});

test('only the first agent of a chain starts', () => {
  const run = runWith({ phase: 'startable', data: { continues: 'designer' } });
  expect(nextStep(run, verified).words).toBe(
    'Start Phase 1: Designer works in a worktree and a terminal of its own; Data continues from there.',
  );
});

test('the agent that has waited longest comes before working agents', () => {
  const run = runWith({
    designer: { state: 'needs-you', needs: 'question', since: 20 },
    data: { state: 'needs-you', needs: 'permission', since: 10 },
  });
  expect(nextStep(run, verified).action).toEqual({ kind: 'terminal', agent: 'data' });
  const one = runWith({
    designer: { state: 'needs-you', needs: 'question' },
    data: { state: 'working' },
  });
  expect(nextStep(one, verified).action).toEqual({ kind: 'terminal', agent: 'designer' });
});

test('while all agents work there is nothing to do but wait', () => {
  const run = runWith({ designer: { state: 'working' }, data: { state: 'working' } });
  expect(nextStep(run, verified)).toEqual({
    words: 'Designer and Data work in their own worktrees. Watch them in the terminals.',
    action: null,
  });
  // An agent that is being set up does not count as working.
  const first = runWith({ designer: { state: 'working' }, data: { state: 'setting-up' } });
  expect(nextStep(first, verified).words).toMatch(/^Designer works in its own worktree/);
  const none = runWith({ designer: { state: 'starting' }, data: { state: 'setting-up' } });
  expect(nextStep(none, verified).words).toBe('Designer and Data are being started.');
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
  expect(nextStep(run, verified).action).toEqual(action);
});

test('a closed gate says what it waits for', () => {
  const gate = [{ id: 'has-commits', state: 'fail' as const, message: 'Data has no commit.' }];
  const finished = { state: 'finished' } as const;
  const run = runWith({ sync: { gate }, designer: finished, data: finished });
  expect(nextStep(run, verified).words).toBe('Phase 1 waits: Data has no commit.');
});

test('facts being refreshed and passed checks are not shown', () => {
  const finished = { state: 'finished', asOf: 5 } as const;
  const stale = { id: 'has-commits', state: 'fail' as const, message: 'Without: Data.', asOf: 5 };
  const met = { id: 'agents-idle', state: 'pass' as const, message: 'All agents are idle.' };
  const known = { id: 'contracts-valid', state: 'open' as const, message: 'After a preview.' };
  const run = runWith({
    sync: { gate: [met, stale, known] },
    designer: { state: 'finished' },
    data: finished,
  });
  expect(nextStep(run, verified).words).toBe('Reading what Data has committed.');
  const read = runWith({
    sync: { gate: [met, known] },
    designer: { state: 'finished' },
    data: { state: 'finished' },
  });
  expect(nextStep(read, verified).words).toBe('Predicting the merge of Phase 1.');
});

test('the last step says verified only if verification ran, and offers clean-up while worktrees exist', () => {
  const merged = { state: 'merged', worktree: '/tmp/shop-data' } as const;
  const run = runWith({ phase: 'done', data: merged });
  expect(nextStep(run, verified)).toEqual({
    words:
      'Done: the feature is merged and verified on feature/shop. Finish pushes it, opens a pull request or merges it into the base; clean-up removes the worktrees.',
    action: { kind: 'finish' },
    other: { kind: 'clean' },
  });
  expect(nextStep(run, { ...verified, verified: false }).words).not.toContain('verified');
  expect(nextStep(runWith({ phase: 'done' }), verified)).not.toHaveProperty('other');
});

test('requests are answered in the inbox if possible, else in the terminal', () => {
  const asks = runWith({ data: { state: 'needs-you', needs: 'permission', since: 10 } });
  expect(nextStep(asks, verified)).toEqual({
    words: 'Data asks for permission: answer in its terminal.',
    action: { kind: 'terminal', agent: 'data' },
  });
  const item = { id: 'data:permission:10', agent: 'data', sync: null, message: 'npm i', since: 10 };
  const held = { ...asks, inbox: [{ ...item, kind: 'permission' as const, ask: '7' }] };
  expect(nextStep(held, verified)).toEqual({
    words: 'Data asks for permission: answer in the inbox or in its terminal.',
    action: { kind: 'inbox', item: 'data:permission:10' },
    other: { kind: 'terminal', agent: 'data' },
  });
});

test.each<[string, Partial<AgentView>, string]>([
  ['never had a session', { state: 'stopped' }, 'Data has no session.'],
  ['failed to be set up', { state: 'failed' }, 'Data could not be set up.'],
  ['was interrupted', { state: 'interrupted' }, 'Data was interrupted.'],
  ['prints nothing', { state: 'silent' }, 'Data has printed nothing for a while.'],
  ['is stopped with its work committed', { state: 'stopped', commits: 1 }, 'Designer works'],
])('an agent that %s', (_name, data, words) => {
  const run = runWith({ designer: { state: 'working' }, data });
  expect(nextStep(run, verified).words).toContain(words);
});

test('a lost login shows the message of the inbox', () => {
  const run = runWith({ designer: { state: 'working' }, data: { state: 'login-lost' } });
  const item = { id: 'login-lost', agent: 'data', sync: null, ask: null, since: 1 };
  const message = 'Data is not signed in any more: sign in with /login in its terminal.';
  const told = { ...run, inbox: [{ ...item, kind: 'failed' as const, message }] };
  expect(nextStep(told, verified).words).toBe(message);
});

test('left-out work is not called done', () => {
  const run = runWith({ phase: 'done', sync: { state: 'done', leftOut: ['data'] } });
  expect(nextStep(run, verified).words).toMatch(/^Done, without Data: /);
});

test('left-out work is offered as soon as it can be merged, even in the middle of the plan', () => {
  const late = (data: Partial<AgentView>, phase: PhaseView['state'] = 'done') =>
    runWith({ phase, sync: { state: 'done', leftOut: ['data'] }, data });
  const ready = { state: 'finished', commits: 1 } as const;
  expect(nextStep(late(ready), verified)).toEqual({
    words: 'Phase 1 landed without Data, whose work is ready: merge it too.',
    action: { kind: 'merge', sync: 'phase-1' },
  });
  expect(nextStep(late(ready, 'running'), verified).words).toContain('landed without Data');
  const looking = runWith({
    phase: 'done',
    sync: { state: 'done', leftOut: ['data'], predicting: true },
    data: ready,
  });
  expect(nextStep(looking, verified).words).toMatch(/^Done, without/);
  const predicted = [{ path: 'x', kind: 'contents', agents: ['data'] }];
  const blocked = runWith({
    phase: 'done',
    sync: { state: 'done', leftOut: ['data'], predicted },
    data: ready,
  });
  expect(nextStep(blocked, verified)).toEqual({
    words:
      'Phase 1 landed without Data, whose work now conflicts in 1 file. Resolve the conflicts, then merge it too.',
    action: { kind: 'sync', sync: 'phase-1' },
  });
  for (const data of [{ ...ready, dirty: true }, { ...ready, state: 'working' }, { commits: 0 }]) {
    expect(nextStep(late(data as Partial<AgentView>), verified).words).toMatch(/^Done, without/);
  }
});

test('after the merge into the base, the next steps are clean-up and then a new plan', () => {
  const landed = { ...runWith({ phase: 'done', data: { worktree: '/w' } }), mergedInto: 'main' };
  expect(nextStep(landed, verified)).toEqual({
    words: 'Done: the feature is merged into main. Clean-up removes the worktrees.',
    action: { kind: 'clean' },
    other: { kind: 'finish' },
  });
  const removed = { ...runWith({ phase: 'done' }), mergedInto: 'main' };
  expect(nextStep(removed, verified).action).toEqual({ kind: 'next-plan' });
});

test('committed work that another agent waits for is offered for acceptance, else the missing fact is shown', () => {
  const ready = { missing: ['turn' as const], accepted: null };
  const chain = (designer: Partial<AgentView>) =>
    runWith({
      designer,
      data: {
        state: 'queued',
        continues: 'designer',
        waitsFor: 'Designer, which has no commit yet',
      },
    });
  const committed = { state: 'stopped', commits: 1, ready } as const;
  expect(nextStep(chain(committed), verified)).toEqual({
    words: 'Designer has committed its work. Accept it if it is done: Data continues from there.',
    action: { kind: 'accept', agent: 'designer' },
    other: { kind: 'review', agent: 'designer' },
  });
  const open: Partial<AgentView> = {
    ...committed,
    state: 'unknown',
    ready: { ...ready, missing: ['commit'] },
  };
  expect(nextStep(chain(open), verified).words).toBe(
    'Data waits for Designer, which has no commit yet.',
  );
  const accepted = { ...committed, ready: { ...ready, accepted: 'person' as const } };
  expect(nextStep(chain(accepted), verified).action).not.toEqual({
    kind: 'accept',
    agent: 'designer',
  });
});

test('an agent that was not started with the others is mentioned', () => {
  const run = runWith({ designer: { state: 'working' } });
  expect(nextStep(run, verified)).toEqual({
    words: 'Data has not been started. Start it, or delete it.',
    action: { kind: 'agent', agent: 'data' },
  });
});

test('a phase that needs a missing claude says so before the start', () => {
  const run = runWith({ phase: 'startable' });
  expect(nextStep(run, { ...verified, lacksClaude: (agent) => agent === 'data' })).toEqual({
    words:
      'claude was not found on this machine. Install it, or choose "A plain shell" under Runs for Data. Then start Phase 1.',
    action: { kind: 'agent', agent: 'data' },
    other: { kind: 'start', phase: 'phase-1' },
  });
});

test('work in a shell has to be done and committed by a person in the terminal', () => {
  const session = { alive: true, kind: 'shell' } as AgentView['session'];
  const shell = { state: 'unknown', session, commits: 0 } as const;
  const both = runWith({ designer: shell, data: shell });
  expect(nextStep(both, verified)).toEqual({
    words:
      'Designer and Data have no commit yet: do their work in their terminals, and commit it there.',
    action: { kind: 'terminal', agent: 'designer' },
  });
  // While there is something to do, the step does not say to watch working agents.
  const one = runWith({ designer: { state: 'working' }, data: shell });
  expect(nextStep(one, verified).words).toBe(
    'Data has no commit yet: do its work in its terminal, and commit it there.',
  );
  const dirty = runWith({
    designer: { ...shell, commits: 1, dirty: true },
    data: { ...shell, commits: 1 },
  });
  expect(nextStep(dirty, verified)).toEqual({
    words: 'Designer has uncommitted work: commit it in its terminal.',
    action: { kind: 'terminal', agent: 'designer' },
  });
});

test('the merge counts only the ticked branches', () => {
  const finished = { state: 'finished' } as const;
  const run = runWith({ sync: { state: 'ready' }, designer: finished, data: finished });
  expect(nextStep(run, { ...verified, leftOut: () => ['data'] }).words).toBe(
    'Phase 1 is ready: merge 1 of its 2 branches into feature/shop.',
  );
  expect(nextStep(run, { ...verified, leftOut: () => ['data', 'designer'] }).action).toEqual({
    kind: 'sync',
    sync: 'phase-1',
  });
});

test('fix commits after a failed verification are mentioned', () => {
  const run = runWith({ sync: { state: 'verify-failed', fix: { commit: 'f1', commits: 1 } } });
  expect(nextStep(run, verified).words).toBe(
    'Phase 1 failed verification and has 1 fix commit since then: merge with it to verify the result again.',
  );
});
