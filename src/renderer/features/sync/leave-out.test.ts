import { expect, test } from 'vitest';
import type { Plan } from '../../../shared/plan/model.ts';
import { leaveOutWith } from './leave-out.ts';

const plan: Plan = {
  version: 1,
  feature: 'f',
  base: 'main',
  agents: {
    one: { role: 'x' },
    two: { role: 'x', after: ['one'] },
    three: { role: 'x', after: ['two'] },
    other: { role: 'x' },
  },
  syncs: { done: { merges: ['three', 'other'] } },
};
const sync = { merges: ['one', 'two', 'three', 'other'] };

test('successors are left out with an agent; predecessors are included with it', () => {
  const out = (leaveOut: readonly string[], agent: string, wanted = false) =>
    leaveOutWith({ leaveOut }, { plan, sync, agent, wanted });
  expect(out([], 'two')).toEqual(['two', 'three']);
  expect(out(['other'], 'one')).toEqual(['other', 'one', 'two', 'three']);
  expect(out([], 'three')).toEqual(['three']);
  expect(out(['other', 'one', 'two', 'three'], 'two', true)).toEqual(['other', 'three']);
  expect(leaveOutWith({ leaveOut: [] }, { plan: null, sync, agent: 'one', wanted: false })).toEqual(
    ['one'],
  );
});
