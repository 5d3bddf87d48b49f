import { describe, expect, test } from 'vitest';
import { applyChange, applyChanges } from './edit.ts';
import type { Plan, PlanChange } from './model.ts';
import { derivePhases } from './phases.ts';
import { planFromTemplate } from './templates.ts';

const base: Plan = planFromTemplate('full-stack', 'demo', { base: 'main' });

function edited(change: PlanChange, plan: Plan = base): Plan {
  const result = applyChange(plan, change);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

function refused(change: PlanChange, plan: Plan = base) {
  const result = applyChange(plan, change);
  if (result.ok) throw new Error('The edit was accepted');
  return result.failure;
}

describe('adding and moving', () => {
  test('an agent added to a phase waits for what the phase waits for', () => {
    const plan = edited({
      kind: 'addAgent',
      key: 'ops',
      agent: { role: 'devops' },
      sync: 'phase-2',
    });
    expect(plan.agents['ops']?.after).toEqual(['phase-1']);
    expect(plan.syncs['phase-2']?.merges).toEqual(['backend', 'frontend', 'ops']);
  });

  test('moving to an earlier phase drops what it waited for', () => {
    const plan = edited({ kind: 'moveAgent', key: 'frontend', sync: 'phase-1' });
    expect(plan.agents['frontend']?.after).toBeUndefined();
    expect(plan.syncs['phase-1']?.merges).toEqual(['designer', 'data', 'frontend']);
    expect(plan.syncs['phase-2']?.merges).toEqual(['backend']);
  });

  test('the last agent of a phase takes the phase with it, and its followers move up', () => {
    const moved = edited({ kind: 'moveAgent', key: 'qa', sync: 'phase-1' });
    expect(Object.keys(moved.syncs)).toEqual(['phase-1', 'phase-2']);
    const five = planFromTemplate('api-heavy', 'demo', { base: 'main' });
    const removed = edited({ kind: 'removeAgent', key: 'backend' }, five);
    expect(derivePhases(removed).map(({ name, after }) => [name, after])).toEqual([
      ['phase-1', []],
      ['phase-3', ['phase-1']],
      ['phase-4', ['phase-3']],
    ]);
    const intoNext = edited({ kind: 'moveAgent', key: 'backend', sync: 'phase-3' }, five);
    expect(intoNext.agents['backend']?.after).toEqual(['phase-1']);
    expect(intoNext.agents['frontend']?.after).toEqual(['phase-1']);
    const toEnd = edited({ kind: 'addPhase', sync: 'last', key: 'qa', after: ['phase-4'] }, five);
    expect(derivePhases(toEnd).at(-1)).toMatchObject({ name: 'last', after: ['phase-3'] });
  });

  test('a new phase is closed by a sync point of its own', () => {
    const plan = edited({
      kind: 'addPhase',
      sync: 'phase-4',
      key: 'ops',
      agent: { role: 'devops' },
      after: ['phase-3'],
    });
    expect(derivePhases(plan).at(-1)).toMatchObject({
      name: 'phase-4',
      agents: ['ops'],
      after: ['phase-3'],
    });
  });

  test.each([
    ['Designer', false],
    ['1st', false],
    ['a'.repeat(41), false],
    ['integration', true],
  ])('the name %s is refused', (key, reserved) => {
    expect(refused({ kind: 'addAgent', key, agent: { role: 'x' }, sync: null })).toEqual({
      code: 'plan.invalidName',
      name: key,
      reserved,
    });
  });

  test('agents and sync points share one namespace', () => {
    const change = { kind: 'addAgent', key: 'phase-1', agent: { role: 'x' }, sync: null } as const;
    expect(refused(change)).toEqual({ code: 'plan.duplicateName', name: 'phase-1' });
  });
});

describe('edges', () => {
  test('agent to sync point means merges, sync point to agent means after', () => {
    const plan = edited(
      { kind: 'connect', from: 'phase-2', to: 'designer' },
      {
        ...base,
        agents: { ...base.agents, solo: { role: 'x' } },
        syncs: { 'phase-2': { merges: [] } },
      },
    );
    expect(plan.agents['designer']?.after).toEqual(['phase-2']);
    expect(
      edited({ kind: 'connect', from: 'solo', to: 'phase-2' }, plan).syncs['phase-2']?.merges,
    ).toEqual(['solo']);
  });

  test('a cycle is refused and named', () => {
    const failure = refused({ kind: 'connect', from: 'phase-3', to: 'designer' });
    expect(failure.code).toBe('plan.cycle');
  });

  test('two agents before one need a sync point', () => {
    const one = edited({ kind: 'connect', from: 'designer', to: 'qa' });
    expect(refused({ kind: 'connect', from: 'data', to: 'qa' }, one)).toEqual({
      code: 'plan.needsSync',
      node: 'qa',
      agents: ['designer', 'data'],
    });
  });

  test.each([
    ['phase-1', 'phase-2', 'sync-to-sync'],
    ['qa', 'qa', 'self'],
    ['designer', 'phase-1', 'exists'],
  ])('%s to %s: %s', (from, to, reason) => {
    expect(refused({ kind: 'connect', from, to })).toEqual({
      code: 'plan.invalidEdge',
      from,
      to,
      reason,
    });
  });

  test('disconnecting takes the edge away, and only an edge that is there', () => {
    const plan = edited({ kind: 'disconnect', from: 'phase-1', to: 'backend' });
    expect(plan.agents['backend']?.after).toBeUndefined();
    expect(refused({ kind: 'disconnect', from: 'phase-1', to: 'backend' }, plan)).toMatchObject({
      reason: 'absent',
    });
  });
});

describe('renaming, removing, updating', () => {
  test('renaming follows every reference and keeps the order', () => {
    const plan = edited({ kind: 'renameSync', key: 'phase-1', to: 'ground' });
    expect(Object.keys(plan.syncs)).toEqual(['ground', 'phase-2', 'phase-3']);
    expect(plan.agents['backend']?.after).toEqual(['ground']);
  });

  test('what waited for a removed sync point waits for what that waited for', () => {
    const plan = edited({ kind: 'removeSync', key: 'phase-2' });
    expect(plan.agents['qa']?.after).toEqual(['phase-1']);
  });

  test('removing an agent takes it out of its sync point', () => {
    const plan = edited({ kind: 'removeAgent', key: 'data' });
    expect(plan.syncs['phase-1']?.merges).toEqual(['designer']);
  });

  test('null removes a field, others stay', () => {
    const plan = edited({
      kind: 'updateAgent',
      key: 'designer',
      set: { prompt: null, title: 'Look' },
    });
    expect(plan.agents['designer']).not.toHaveProperty('prompt');
    expect(plan.agents['designer']).toMatchObject({ title: 'Look', role: 'designer' });
  });
});

test('an old problem elsewhere does not forbid an edit', () => {
  const broken: Plan = {
    ...base,
    agents: { ...base.agents, lost: { role: 'x', after: ['nowhere'] } },
  };
  expect(applyChange(broken, { kind: 'setBase', base: 'develop' }).ok).toBe(true);
});

describe('chains', () => {
  const chain: Plan = {
    ...base,
    agents: {
      ...base.agents,
      api: { role: 'backend', after: ['phase-1'] },
      backend: { role: 'backend', after: ['api'] },
      docs: { role: 'custom', after: ['backend'] },
    },
    syncs: { ...base.syncs, 'phase-2': { merges: ['frontend', 'docs'] } },
  };

  test('whoever continued from a removed agent continues from what that continued from', () => {
    expect(edited({ kind: 'removeAgent', key: 'backend' }, chain).agents['docs']?.after).toEqual([
      'api',
    ]);
  });

  test('without its last agent a chain is merged at the one before it', () => {
    const removed = edited({ kind: 'removeAgent', key: 'docs' }, chain);
    expect(removed.syncs['phase-2']?.merges).toEqual(['frontend', 'backend']);
    const moved = edited({ kind: 'moveAgent', key: 'docs', sync: 'phase-3' }, chain);
    expect(moved.syncs['phase-2']?.merges).toEqual(['frontend', 'backend']);
    expect(moved.agents['docs']?.after).toEqual(['phase-2']);
  });

  test('an agent that moves on leaves its chain whole', () => {
    const moved = edited({ kind: 'moveAgent', key: 'backend', sync: 'phase-3' }, chain);
    expect(moved.agents['docs']?.after).toEqual(['api']);
    expect(moved.syncs['phase-3']?.merges).toEqual(['qa', 'backend']);
  });
});

describe('gestures', () => {
  test('several changes are made together or not at all', () => {
    const both = applyChanges(base, [
      { kind: 'removeAgent', key: 'backend' },
      { kind: 'removeAgent', key: 'frontend' },
    ]);
    expect(both.ok && derivePhases(both.value).map(({ name }) => name)).toEqual([
      'phase-1',
      'phase-3',
    ]);
    expect(
      applyChanges(base, [
        { kind: 'removeAgent', key: 'backend' },
        { kind: 'removeAgent', key: 'nobody' },
      ]).ok,
    ).toBe(false);
  });

  test('a sync point taken out joins its phase to the next', () => {
    const joined = edited({ kind: 'removeSync', key: 'phase-1' });
    expect(joined.syncs['phase-2']?.merges).toEqual(['designer', 'data', 'backend', 'frontend']);
    expect(joined.agents['backend']?.after).toBeUndefined();
  });

  test('a sync point that several phases wait for is not joined by guessing', () => {
    const forked = edited({
      kind: 'addPhase',
      sync: 'aside',
      key: 'ops',
      agent: { role: 'devops' },
      after: ['phase-1'],
    });
    expect(refused({ kind: 'removeSync', key: 'phase-1' }, forked)).toEqual({
      code: 'plan.severalWait',
      sync: 'phase-1',
    });
  });

  test('an agent is merged at one place: a second edge takes the first away', () => {
    const moved = edited({ kind: 'connect', from: 'backend', to: 'phase-3' });
    expect(moved.syncs['phase-2']?.merges).toEqual(['frontend']);
    expect(moved.syncs['phase-3']?.merges).toEqual(['qa', 'backend']);
  });

  test('an edge may be taken away, but not the last one into a sync point that others wait for', () => {
    const cut = edited({ kind: 'disconnect', from: 'backend', to: 'phase-2' });
    expect(cut.syncs['phase-2']?.merges).toEqual(['frontend']);
    expect(refused({ kind: 'disconnect', from: 'frontend', to: 'phase-2' }, cut)).toMatchObject({
      code: 'plan.wouldBreak',
      rule: 'plan/empty-sync',
    });
  });
});
