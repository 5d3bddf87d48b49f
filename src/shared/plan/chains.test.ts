import { describe, expect, test } from 'vitest';
import { agentsOfSync, chainOf, orderedSyncs, takenUp } from './chains.ts';
import { lintPlan } from './lint.ts';
import type { Plan } from './model.ts';
import { derivePhases } from './phases.ts';

/** Agents by what they come after, sync points by what they merge. */
function plan(
  agents: Readonly<Record<string, readonly string[]>>,
  syncs: Readonly<Record<string, readonly string[]>>,
): Plan {
  return {
    version: 1,
    feature: 'f',
    base: 'main',
    agents: Object.fromEntries(
      Object.entries(agents).map(([key, after]) => [key, { role: 'x', after }]),
    ),
    syncs: Object.fromEntries(Object.entries(syncs).map(([key, merges]) => [key, { merges }])),
  };
}

const phasesOf = (of: Plan) => derivePhases(of).map(({ name, agents }) => [name, ...agents]);
const errorsOf = (of: Plan) => lintPlan(of).filter(({ severity }) => severity === 'error');

describe('an agent that another one continues from', () => {
  test('belongs to the sync point that takes its successor up, and stands before it', () => {
    const three = plan(
      { one: [], four: ['three'], three: ['phase-1'] },
      { 'phase-1': ['one'], 'phase-2': ['four'] },
    );
    expect(phasesOf(three)).toEqual([
      ['phase-1', 'one'],
      ['phase-2', 'three', 'four'],
    ]);
    expect(derivePhases(three)[1]?.after).toEqual(['phase-1']);
    expect(lintPlan(three)).toEqual([]);
  });

  test('comes along over any number of links', () => {
    const keys = Array.from({ length: 7 }, (_, index) => `a${index}`);
    const agents = Object.fromEntries(
      keys.map((key, index) => [key, index === 0 ? [] : [`a${index - 1}`]]),
    );
    const long = plan(agents, { done: ['a6'] });
    expect(chainOf(long, 'a6')).toEqual(keys);
    expect(agentsOfSync(long, 'done')).toEqual(keys);
    expect(lintPlan(long)).toEqual([]);
  });

  test('belongs to the earliest phase of several successors, whatever the order of the file', () => {
    const forked = plan(
      { base: [], early: ['base'], late: ['base', 'first'] },
      { second: ['late'], first: ['early'] },
    );
    expect(phasesOf(forked)).toEqual([
      ['first', 'base', 'early'],
      ['second', 'late'],
    ]);
  });

  test('stays where a sync point merges it itself', () => {
    const own = plan({ base: [], next: ['base', 'first'] }, { first: ['base'], second: ['next'] });
    expect(phasesOf(own)).toEqual([
      ['first', 'base'],
      ['second', 'next'],
    ]);
  });

  test('is in a phase once, however it gets there', () => {
    const twice = plan({ base: [], a: ['base'], b: ['base'] }, { done: ['b', 'base', 'a'] });
    expect(agentsOfSync(twice, 'done')).toEqual(['base', 'b', 'a']);
  });
});

test('a chain whose end nothing takes up names all of it, and forms one tail', () => {
  const loose = plan({ a: [], b: ['a'], c: ['b'], landed: [] }, { done: ['landed'] });
  expect(errorsOf(loose).map(({ rule, node }) => [rule, node])).toEqual([
    ['plan/unmerged-agent', 'c'],
  ]);
  expect(errorsOf(loose)[0]?.message).toContain('"a", "b"');
  expect(phasesOf(loose)).toEqual([
    ['done', 'landed'],
    ['tail-1', 'a', 'b', 'c'],
  ]);
});

test('only the part of a fork that nothing takes up is reported', () => {
  const forked = plan({ a: [], b: ['a'], c: ['a'] }, { done: ['b'] });
  expect(errorsOf(forked).map(({ node }) => node)).toEqual(['c']);
  expect(errorsOf(forked)[0]?.message).not.toContain('"a"');
});

describe('the order of phases', () => {
  test('puts no later phase before an earlier one when an agent leaves its phase', () => {
    const moved = plan(
      { design: [], backend: ['p1'], frontend: ['p2'], qa: ['p1'], devops: ['p4'] },
      { p1: ['design'], p2: ['backend', 'qa'], p3: ['frontend'], p4: [], p5: ['devops'] },
    );
    expect(phasesOf(moved).map(([name]) => name)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
  });

  test('puts an empty sync point before what waits for it, wherever the file has it', () => {
    const inserted = plan({ a: [], b: ['gap'] }, { first: ['a'], last: ['b'], gap: [] });
    expect(orderedSyncs(inserted)).toEqual(['first', 'gap', 'last']);
  });

  test('puts a phase after the one whose agent it continues from, if it can land then', () => {
    const across = plan({ a: [], b: ['a'] }, { late: ['b'], early: ['a'] });
    expect(orderedSyncs(across)).toEqual(['early', 'late']);
    const around = plan({ a: [], b: ['a'], c: ['left'] }, { right: ['a', 'c'], left: ['b'] });
    expect(orderedSyncs(around)).toEqual(['left', 'right']);
  });

  test('holds every sync point of a cyclic plan once', () => {
    const cyclic = plan({ a: ['b'], b: ['a'], c: ['two'] }, { one: ['c'], two: ['c', 'a'] });
    expect([...orderedSyncs(cyclic)].sort()).toEqual(['one', 'two']);
    expect(takenUp(cyclic).get('a')).toBe('two');
    const loop = plan({ a: ['b'], b: ['a'] }, {});
    expect(phasesOf(loop).flat()).toEqual(expect.arrayContaining(['a', 'b']));
  });
});

test('an empty sync point that agents wait for is an error that says how to mend it', () => {
  const [found] = errorsOf(plan({ a: ['gap'], b: [] }, { gap: [], done: ['a', 'b'] }));
  expect(found).toMatchObject({ rule: 'plan/empty-sync', node: 'gap' });
  expect(found?.message).toContain('"a"');
  expect(found?.fix).toContain('remove it');
  const unwaited = lintPlan(plan({ a: [] }, { gap: [], done: ['a'] }));
  expect(unwaited.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
    'warning plan/empty-sync',
  ]);
});

test('agents of a chain do not work at once', () => {
  const links = plan({ a: [], b: ['a'], c: ['b'], d: ['c'] }, { done: ['d'] });
  expect(lintPlan(links)).toEqual([]);
  const fan = plan(
    { a: [], b: ['a'], c: ['a'], d: ['a'], e: ['a'] },
    { done: ['b', 'c', 'd', 'e'] },
  );
  expect(lintPlan(fan).map(({ message }) => message)).toEqual([
    expect.stringContaining('4 agents work at once'),
  ]);
});
