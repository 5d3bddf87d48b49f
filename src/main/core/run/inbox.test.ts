import { expect, test } from 'vitest';
import type { AgentView, SyncView } from '../../../shared/contract/run.ts';
import type { AgentState } from '../../../shared/states.ts';
import { inboxOf } from './inbox.ts';

function agent(name: string, state: AgentState, more: Partial<AgentView> = {}): AgentView {
  return {
    name,
    title: name.toUpperCase(),
    role: 'data',
    state,
    needs: null,
    waitsFor: null,
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
    ready: null,
    since: 1,
    session: null,
    ...more,
  };
}

test('ten sessions that lost their login wait for a person once, and none is failed or finished', () => {
  const agents = Array.from({ length: 10 }, (_, index) =>
    agent(`a${index}`, 'login-lost', { since: 10 - index }),
  );
  const items = inboxOf(agents, [], null);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ agent: 'a9', kind: 'failed', since: 1 });
  expect(items[0]?.message).toContain('A9 is not signed in any more');
  expect(items[0]?.message).toContain('Also: A8, A7');
});

test('each of the three limits is an item of its own; the same item stays while more sessions hit it', () => {
  const before = inboxOf([agent('a', 'usage-limit'), agent('b', 'rate-limited')], [], null);
  const after = inboxOf(
    [agent('a', 'usage-limit'), agent('b', 'rate-limited'), agent('c', 'usage-limit')],
    [],
    null,
  );
  expect(before.map(({ id }) => id)).toEqual(['rate-limited', 'usage-limit']);
  expect(after.map(({ id }) => id)).toEqual(['rate-limited', 'usage-limit']);
});

test('a turn that ended in an error waits, an interrupted one does not; the oldest comes first', () => {
  const items = inboxOf(
    [
      agent('late', 'finished', { since: 5 }),
      agent('early', 'turn-error', { since: 2, message: 'Internal server error' }),
      agent('left', 'interrupted'),
    ],
    [],
    null,
  );
  expect(items.map(({ agent: name, kind, message }) => [name, kind, message])).toEqual([
    ['early', 'failed', 'Internal server error'],
    ['late', 'finished', 'LATE finished its turn.'],
  ]);
});

test('work that was accepted, by a person or by the rule of the plan, waits for nobody', () => {
  const ready = (accepted: 'person' | 'rule' | null) => ({ ready: { missing: [], accepted } });
  const items = inboxOf(
    [
      agent('a', 'finished', ready('person')),
      agent('b', 'finished', ready('rule')),
      agent('c', 'finished', ready(null)),
    ],
    [],
    null,
  );
  expect(items.map(({ agent: name }) => name)).toEqual(['c']);
});

test('committed work that another is queued behind waits for its word, and only then', () => {
  const ready = { missing: ['turn' as const], accepted: null };
  const base = { worktree: '/w', head: 'abc', commits: 1, ready };
  const back = agent('back', 'queued', { continues: 'data' });
  const of = (data: Partial<AgentView>) =>
    inboxOf([agent('data', 'unknown', { ...base, ...data }), back], [], null);
  expect(of({})).toMatchObject([
    {
      agent: 'data',
      kind: 'finished',
      message: 'Its work is committed. Accept it if it is done, and BACK goes on from it.',
    },
  ]);
  expect(of({ ready: { ...ready, accepted: 'person' } })).toEqual([]);
  expect(of({ state: 'working' })).toEqual([]);
  expect(of({ commits: 0, ready: { ...ready, missing: ['turn', 'commit'] } })).toEqual([]);
  // A finished turn is told once.
  expect(of({ state: 'finished' })).toHaveLength(1);
});

test('a sync point is ready since the last of its agents was, a shell since its first commit', () => {
  const recent = [
    { oid: 'c2', subject: 'two', at: 70 },
    { oid: 'c1', subject: 'one', at: 60 },
  ];
  const work = { head: 'h', commits: 2 };
  const shell = agent('a', 'unknown', { ...work, since: 5, recent });
  const said = agent('b', 'finished', { ...work, since: 40 });
  const sync = { name: 'p', title: 'P', state: 'ready', merges: ['a', 'b'] } as SyncView;
  const since = (...agents: AgentView[]) =>
    inboxOf(agents, [sync], null).find(({ kind }) => kind === 'ready')?.since;
  expect(since(shell, said)).toBe(60);
  expect(since(shell, { ...said, since: 80 })).toBe(80);
  // Whoever was ready and left out can be merged since the sync point landed without it.
  const landed = { ...sync, state: 'done' as const, leftOut: ['b'], landedAt: 90 };
  const late = inboxOf([shell, said], [landed], null);
  expect(late.find(({ kind }) => kind === 'ready')?.since).toBe(90);
});
