import { describe, expect, test } from 'vitest';
import type { AgentView } from '../../../shared/contract/run.ts';
import { evaluateGate, type GateInput, gateOpen, tickId } from './gate.ts';

const agent = (change: Partial<AgentView> = {}): AgentView => ({
  name: 'data',
  title: 'Data',
  role: 'data',
  state: 'stopped',
  needs: null,
  waitsFor: null,
  message: null,
  branch: 'feature/f-data',
  worktree: '/w',
  base: 'b',
  head: 'h',
  commits: 1,
  dirty: false,
  changed: [],
  insertions: 0,
  deletions: 0,
  recent: [],
  behind: null,
  queued: [],
  outOfScope: [],
  strays: [],
  ready: null,
  since: 0,
  session: null,
  ...change,
});

const input = (change: Partial<GateInput> = {}): GateInput => ({
  sync: { merges: ['data'] },
  agents: [agent()],
  strays: [],
  trusted: null,
  behind: [],
  brokenContracts: [],
  files: [],
  ticks: new Set(),
  ...change,
});

const failing = (given: GateInput, options = {}) =>
  evaluateGate(given, options)
    .filter((item) => item.state === 'fail' || item.state === 'open')
    .map((item) => item.id);

describe('a gate', () => {
  test('is open when everything holds', () => {
    expect(gateOpen(evaluateGate(input(), {}))).toBe(true);
  });

  test.each<[string, Partial<GateInput>, string]>([
    ['a working agent', { agents: [agent({ state: 'working' })] }, 'agents-idle'],
    ['an agent that asks', { agents: [agent({ state: 'needs-you' })] }, 'agents-idle'],
    ['uncommitted work', { agents: [agent({ dirty: true })] }, 'committed'],
    ['a status that git could not determine', { agents: [agent({ dirty: null })] }, 'committed'],
    ['no commit', { agents: [agent({ commits: 0 })] }, 'has-commits'],
    ['no agent to merge', { agents: [] }, 'has-commits'],
    ['files out of scope', { agents: [agent({ outOfScope: ['x'] })] }, 'in-scope'],
    ['a write into another worktree', { strays: [{ by: 'A', owner: 'B', path: 'x' }] }, 'in-scope'],
    ['a broken contract', { brokenContracts: ['a.yaml: bad'] }, 'contracts-valid'],
    ['missing trust', { trusted: false }, 'trusted'],
    ['a stale base', { behind: ['data'] }, 'not-behind'],
    [
      'an open checklist item',
      { sync: { merges: ['data'], checklist: ['Ask Ann!'] } },
      tickId('Ask Ann!'),
    ],
  ])('is closed by %s', (_name, change, id) => {
    expect(failing(input(change))).toEqual([id]);
  });

  test('a tick belongs to one text alone, in any script and at any place in the list', () => {
    const texts = ['見た', '聞いた', 'Ask Ann!', 'Ask Ann?', 'ask ann!'];
    expect(new Set(texts.map(tickId)).size).toBe(texts.length);
    for (const checklist of [texts, texts.toReversed()]) {
      const sync = { merges: ['data'], checklist };
      const open = failing(input({ sync, ticks: new Set([tickId('見た')]) }));
      expect(open).toEqual(
        checklist
          .slice()
          .filter((text) => text !== '見た')
          .map(tickId),
      );
    }
  });

  test('a tick opens its item', () => {
    const sync = { merges: ['data'], checklist: ['Ask Ann!'] };
    expect(failing(input({ sync, ticks: new Set([tickId('Ask Ann!')]) }))).toEqual([]);
  });

  test('an override passes an item and keeps the reason', () => {
    const items = evaluateGate(input({ behind: ['data'] }), {
      overrides: [{ item: 'not-behind', reason: 'agreed' }],
    });
    expect(items.find((item) => item.id === 'not-behind')).toMatchObject({
      state: 'overridden',
      message: expect.stringContaining('agreed'),
    });
    expect(gateOpen(items)).toBe(true);
  });

  test.each(['trusted', 'committed', 'plan-valid'])('%s cannot be overridden', (item) => {
    const wrong = { trusted: false, planErrors: ['Remove it.'] };
    const given = input({ ...wrong, agents: [agent({ dirty: true })] });
    expect(failing(given, { overrides: [{ item, reason: 'please' }] })).toContain(item);
  });

  test('uncommitted work passes when the merge will commit it', () => {
    expect(failing(input({ agents: [agent({ dirty: true })] }), { commitLeftovers: true })).toEqual(
      [],
    );
  });
});

test('distinguishes uncommitted from unknown, and shows the age of facts being refreshed', () => {
  const committed = (agents: GateInput['agents']) =>
    evaluateGate(input({ agents }), {}).find(({ id }) => id === 'committed');
  expect(committed([agent({ dirty: true })])?.message).toBe('Uncommitted work: Data.');
  const unknown = agent({ dirty: null, title: 'QA' });
  expect(committed([agent({ dirty: true }), unknown])?.message).toBe(
    'Uncommitted work: Data. Cannot tell whether everything is committed: QA.',
  );
  expect(committed([agent()])).not.toHaveProperty('asOf');
  expect(committed([agent({ asOf: 7 }), agent({ asOf: 5 })])).toMatchObject({
    state: 'pass',
    asOf: 5,
  });
});
