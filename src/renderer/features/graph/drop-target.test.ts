import { expect, test } from 'vitest';
import { applyChanges } from '../../../shared/plan/edit.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { planFromTemplate } from '../../../shared/plan/templates.ts';
import { type Dropped, describeEditFailure, judgeDrop, type Verdict } from './drop-target.ts';
import type { Lane } from './lanes.ts';

const plan = planFromTemplate('full-stack', 'profile', { base: 'main' });
const role: Dropped = { kind: 'role', role: 'designer' };
const agent = (key: string, started = false): Dropped => ({ kind: 'agent', key, started });

function lanesOf(of: Plan, done: readonly string[] = []): readonly Lane[] {
  return derivePhases(of).map((phase, index) => ({
    ...phase,
    title: phase.name,
    index,
    state: done.includes(phase.name) ? 'done' : 'locked',
  }));
}

function drop(target: string | 'new' | 'before', dropped: Dropped, done: readonly string[] = []) {
  const lanes = lanesOf(plan, done);
  const lane = lanes.find((one) => one.name === target);
  return judgeDrop({
    plan,
    lanes,
    target: lane ?? (target === 'before' ? 'before' : 'new'),
    dropped,
  });
}

function after(verdict: Verdict): Plan {
  if (verdict.kind !== 'edit') throw new Error(`expected an edit, got ${verdict.kind}`);
  const edited = applyChanges(plan, verdict.changes);
  if (!edited.ok) throw new Error(edited.failure.code);
  return edited.value;
}

test('a role dropped on a lane becomes an agent with a free name, connected to its sync point', () => {
  const next = after(drop('phase-2', role));
  expect(next.syncs['phase-2']?.merges).toContain('designer-2');
  expect(next.agents['designer-2']?.after).toEqual(['phase-1']);
});

test('a role dropped beyond the last lane creates a new phase after it', () => {
  const next = after(drop('new', role));
  expect(next.syncs['phase-4']?.merges).toEqual(['designer-2']);
  expect(next.agents['designer-2']?.after).toEqual(['phase-3']);
});

test('a new phase gets the verification of the last one', () => {
  const checked = planFromTemplate('full-stack', 'profile', {
    base: 'main',
    verify: ['make check'],
  });
  const lanes = lanesOf(checked);
  const verdict = judgeDrop({ plan: checked, lanes, target: 'new', dropped: role });
  if (verdict.kind !== 'edit') throw new Error(verdict.kind);
  const edited = applyChanges(checked, verdict.changes);
  expect(edited.ok && edited.value.syncs['phase-4']?.verify).toEqual(['make check']);
});

test('an agent moves to another lane, or is pinned within its own', () => {
  expect(after(drop('phase-1', agent('backend'))).syncs['phase-1']?.merges).toContain('backend');
  expect(drop('phase-2', agent('backend'))).toEqual({ kind: 'pin', lane: 'phase-2' });
});

test.each([
  ['into a phase that has landed', drop('phase-1', role, ['phase-1']), /has landed/],
  ['left of the first phase', drop('before', role), /left to right/],
  ['of an agent that has started', drop('phase-1', agent('backend', true)), /has started/],
  ['of the only agent of the last phase', drop('new', agent('qa')), /alone in the last/],
])('a drop %s is refused and says why', (_name, verdict, why) => {
  expect(verdict).toMatchObject({ kind: 'refused', why: expect.stringMatching(why) });
});

test('the first role in an empty plan creates the first phase', () => {
  const blank = planFromTemplate('blank', 'profile', { base: 'main' });
  const verdict = judgeDrop({ plan: blank, lanes: [], target: 'new', dropped: role });
  expect(verdict).toMatchObject({
    kind: 'edit',
    changes: [{ sync: 'phase-1', after: [] }],
  });
});

test('every refusal of the plan model has a message', () => {
  expect(describeEditFailure({ code: 'plan.cycle', path: ['a', 'b', 'a'] })).toContain('a → b → a');
  expect(describeEditFailure({ code: 'plan.needsSync', node: 'c', agents: ['a', 'b'] })).toContain(
    'add a sync point',
  );
  expect(describeEditFailure({ code: 'plan.invalidName', name: 'pool', reserved: true })).toContain(
    'reserved',
  );
  for (const reason of ['sync-to-sync', 'self', 'exists', 'absent'] as const) {
    expect(describeEditFailure({ code: 'plan.invalidEdge', from: 'a', to: 'b', reason })).toMatch(
      /\.$/,
    );
  }
});
