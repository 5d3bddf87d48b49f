import { expect, test } from 'vitest';
import type { AgentView } from '../../../shared/contract/run.ts';
import { predecessors } from '../../../shared/plan/graph.ts';
import { lintPlan } from '../../../shared/plan/lint.ts';
import type { Agent, Plan, Sync } from '../../../shared/plan/model.ts';
import { type AgentFacts, foldJournal, NO_SYNC_FACTS, type RunFacts } from '../journal/facts.ts';
import type { StartFacts } from '../run/start-waits.ts';
import { chooseAgents } from './targets.ts';

/** A small generator with a fixed seed, so that a failure can be seen again. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

type Random = ReturnType<typeof seeded>;

/** A random acyclic plan: each agent waits for some earlier sync points. */
function randomPlan(random: Random): Plan {
  const agents: Record<string, Agent> = {};
  const syncs: Record<string, Sync> = {};
  const phases = 1 + random(5);
  for (let phase = 0; phase < phases; phase += 1) {
    const merges: string[] = [];
    for (let index = 0; index <= random(3); index += 1) {
      const key = `a${phase}-${index}`;
      const after = Object.keys(syncs).filter(() => random(3) > 0);
      agents[key] = after.length > 0 ? { role: 'x', after } : { role: 'x' };
      merges.push(key);
    }
    syncs[`s${phase}`] = { merges };
  }
  return { version: 1, feature: 'f', base: 'main', agents, syncs };
}

const ready: AgentFacts = {
  worktree: 'ready',
  branch: 'b',
  path: '/w',
  base: 'b0',
  message: null,
  stopped: false,
  hadSession: false,
  at: 0,
};
const landed = {
  tx: 't',
  before: null,
  commit: 'c',
  undo: null,
  heads: [],
  leftOut: [],
  strategy: 'merge' as const,
  at: 0,
};

/** Sync points in any of their states; only a landed one counts. */
function randomFacts(plan: Plan, random: Random): RunFacts {
  const nothing = { message: '', files: [], heads: [], leftOut: [], culprits: [], before: '' };
  const problem = {
    ...nothing,
    kind: 'conflict' as const,
    strategy: 'merge' as const,
    candidate: null,
  };
  const states = [
    { ...NO_SYNC_FACTS, landed },
    { ...NO_SYNC_FACTS, landed },
    { ...NO_SYNC_FACTS, problem },
    { ...NO_SYNC_FACTS, step: 'verify' },
    null,
  ];
  const syncs = Object.keys(plan.syncs).flatMap((key) => {
    const state = states[random(states.length)];
    return state ? [[key, state] as const] : [];
  });
  return { cut: null, agents: new Map(), syncs: new Map(syncs), queue: new Map(), strays: [] };
}

function starts(plan: Plan, facts: RunFacts, target: string): boolean {
  try {
    return chooseAgents({ plan, facts, ...NOBODY }, [target]).chosen.length > 0;
  } catch {
    return false;
  }
}

test('an agent starts only when everything before it has landed', () => {
  const rounds = process.env['TRIBUTARY_FULL'] === '1' ? 1000 : 200;
  process.stdout.write(`random graphs: ${rounds}\n`);
  const random = seeded(11);
  let started = 0;
  let refused = 0;
  for (let round = 0; round < rounds; round += 1) {
    const plan = randomPlan(random);
    const facts = randomFacts(plan, random);
    const before = predecessors(plan);
    for (const key of Object.keys(plan.agents)) {
      const all = (before.get(key) ?? []).every((sync) => facts.syncs.get(sync)?.landed);
      expect(starts(plan, facts, key), `${key} in ${JSON.stringify(plan)}`).toBe(all);
      if (all) started += 1;
      else refused += 1;
    }
  }
  expect(started).toBeGreaterThan(rounds);
  expect(refused).toBeGreaterThan(rounds / 2);
});

const plan: Plan = {
  version: 1,
  feature: 'f',
  base: 'main',
  agents: {
    one: { role: 'x' },
    two: { role: 'x', after: ['one'] },
    far: { role: 'x', runs: { remote: 'origin/x' } },
  },
  syncs: { s: { merges: ['one', 'two', 'far'] } },
};
const nothing = foldJournal([]);
const NOBODY = { work: new Map(), lacking: new Map() } satisfies Partial<StartFacts>;
const chained: Plan = {
  ...plan,
  agents: { one: { role: 'x' }, two: { role: 'x', after: ['one'] } },
  syncs: { s: { merges: ['two'] } },
};

const work = (
  more: Partial<Pick<AgentView, 'state' | 'ready' | 'worktree'>>,
): StartFacts['work'] => {
  const agent = { state: 'finished', head: 'h', worktree: '/w', ready: null, ...more } as const;
  return new Map([['one', agent]]);
};
const begun = { ...nothing, agents: new Map([['one', ready]]) };
const accepted = { missing: [], accepted: 'person' as const };

test('an agent that continues from another starts when that one is finished and accepted', () => {
  const starting = (given: StartFacts['work'], targets: readonly string[] = ['two']) =>
    chooseAgents({ plan: chained, facts: begun, ...NOBODY, work: given }, targets);
  expect(() => chooseAgents({ plan: chained, facts: nothing, ...NOBODY }, ['two'])).toThrow(
    /waits for one, which has not started/,
  );
  for (const [more, why] of [
    [{ state: 'working', ready: { missing: ['turn'], accepted: null } }, 'still at work'],
    [{ ready: { missing: ['commit'], accepted: null } }, 'has no commit'],
    [{ ready: { missing: ['clean'], accepted: null } }, 'uncommitted'],
    [{ ready: { missing: ['scope'], accepted: null } }, 'outside its scope'],
    [{ ready: { missing: [], accepted: null } }, 'is to be accepted'],
    [{ worktree: null }, 'no worktree'],
    [{ state: 'queued' }, 'queued'],
  ] as const) {
    const given = work(more as Parameters<typeof work>[0]);
    expect(() => starting(given)).toThrow(new RegExp(why));
    expect(starting(given, ['s'])).toMatchObject({
      chosen: [{ key: 'one' }],
      queued: [{ key: 'two', waitsFor: expect.stringContaining(why) }],
    });
    expect(starting(given, ['one', 'two']).queued).toHaveLength(1);
  }
  expect(starting(work({ ready: accepted })).chosen).toMatchObject([{ continuesFrom: 'one' }]);
});

test('once the other one has landed, the feature branch is continued', () => {
  const heads = [{ agent: 'one', oid: 'o' }];
  const syncs = new Map([['s', { ...NO_SYNC_FACTS, landed: { ...landed, heads } }]]);
  const given = { plan: chained, facts: { ...begun, syncs }, ...NOBODY };
  expect(chooseAgents(given, ['two']).chosen).toMatchObject([{ continuesFrom: null }]);
});

test('of a phase nothing is queued where nothing can start', () => {
  const later: Plan = {
    ...chained,
    agents: { ...chained.agents, one: { role: 'x', after: ['first'] }, zero: { role: 'x' } },
    syncs: { ...chained.syncs, first: { merges: ['zero'] } },
  };
  expect(() => chooseAgents({ plan: later, facts: nothing, ...NOBODY }, ['s'])).toThrow(
    /"one" waits for first/,
  );
});

test('a plan with an error starts nothing, and says which', () => {
  const cyclic: Plan = { ...plan, agents: { ...plan.agents, one: { role: 'x', after: ['s'] } } };
  expect(lintPlan(cyclic).some((finding) => finding.rule === 'plan/cycle')).toBe(true);
  expect(() => chooseAgents({ plan: cyclic, facts: nothing, ...NOBODY }, ['one'])).toThrow(
    /wait for each other/,
  );
});

test('unknown names and agents elsewhere are refused', () => {
  expect(() => chooseAgents({ plan, facts: nothing, ...NOBODY }, ['gone'])).toThrow(
    /no phase or agent named "gone"/,
  );
  expect(() => chooseAgents({ plan, facts: nothing, ...NOBODY }, ['far'])).toThrow(
    /works elsewhere/,
  );
});

test('in a plan without agents a start says so, and how to add one', () => {
  const empty: Plan = { ...plan, agents: {}, syncs: {} };
  expect(() => chooseAgents({ plan: empty, facts: nothing, ...NOBODY }, ['phase-1'])).toThrow(
    expect.objectContaining({
      message: 'The plan has no agents, so there is no "phase-1".',
      remedy: expect.stringContaining('Add an agent'),
    }),
  );
});
