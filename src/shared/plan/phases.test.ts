import { describe, expect, test } from 'vitest';
import { findCycle, syncsBefore } from './graph.ts';
import type { Plan } from './model.ts';
import { derivePhases } from './phases.ts';
import { planFromTemplate, TEMPLATES } from './templates.ts';

const plan = (agents: Plan['agents'], syncs: Plan['syncs']): Plan => ({
  version: 1,
  feature: 'f',
  base: 'main',
  agents,
  syncs,
});

describe('phases', () => {
  test('take the name of the sync point that closes them, in the order in which they can run', () => {
    const phases = derivePhases(
      plan(
        { late: { role: 'x', after: ['one'] }, early: { role: 'x' } },
        { two: { merges: ['late'] }, one: { merges: ['early'] } },
      ),
    );
    expect(phases.map((phase) => [phase.name, phase.agents, phase.after])).toEqual([
      ['one', ['early'], []],
      ['two', ['late'], ['one']],
    ]);
  });

  test('agents without a sync point form tails, grouped by what they wait for', () => {
    const phases = derivePhases(
      plan(
        { a: { role: 'x' }, b: { role: 'x' }, c: { role: 'x', after: ['one'] }, d: { role: 'x' } },
        { one: { merges: ['a'] } },
      ),
    );
    expect(phases.map((phase) => [phase.name, phase.sync, phase.agents])).toEqual([
      ['one', 'one', ['a']],
      ['tail-1', null, ['b', 'd']],
      ['tail-2', null, ['c']],
    ]);
  });

  test('an agent after two sync points waits for both', () => {
    const [, , last] = derivePhases(
      plan(
        { a: { role: 'x' }, b: { role: 'x' }, c: { role: 'x', after: ['one', 'two'] } },
        { one: { merges: ['a'] }, two: { merges: ['b'] }, three: { merges: ['c'] } },
      ),
    );
    expect(last).toMatchObject({ name: 'three', after: ['one', 'two'] });
  });

  test.each(TEMPLATES.map((template) => [template]))(
    '%s: every agent is in one phase',
    (template) => {
      const made = planFromTemplate(template, 'demo', {
        base: 'main',
        include: ['data', 'backend'],
      });
      const agents = derivePhases(made).flatMap((phase) => phase.agents);
      expect(agents.sort()).toEqual(Object.keys(made.agents).sort());
      expect(findCycle(made)).toBeNull();
    },
  );
});

test('full-stack has the phases of the method', () => {
  const made = planFromTemplate('full-stack', 'demo', { base: 'main' });
  expect(derivePhases(made).map((phase) => [phase.name, phase.agents])).toEqual([
    ['phase-1', ['designer', 'data']],
    ['phase-2', ['backend', 'frontend']],
    ['phase-3', ['qa']],
  ]);
});

test('optional agents of ui-heavy come only when asked for', () => {
  const bare = planFromTemplate('ui-heavy', 'demo', { base: 'main' });
  expect(Object.keys(bare.agents)).toEqual(['designer', 'frontend', 'qa-visual', 'qa']);
  const asked = planFromTemplate('ui-heavy', 'demo', { base: 'main', include: ['data'] });
  expect(asked.syncs['phase-1']?.merges).toEqual(['designer', 'data']);
});

test('a cycle is named in order', () => {
  const cyclic = plan(
    { a: { role: 'x', after: ['two'] }, b: { role: 'x', after: ['one'] } },
    { one: { merges: ['a'] }, two: { merges: ['b'] } },
  );
  const cycle = findCycle(cyclic);
  expect(new Set(cycle)).toEqual(new Set(['a', 'one', 'b', 'two']));
  expect([...syncsBefore(cyclic, 'a')].sort()).toEqual(['one', 'two']);
});
