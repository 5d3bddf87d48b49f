import { describe, expect, test } from 'vitest';
import { deriveAgentState } from '../run/agent-state.ts';
import { type AgentFacts, foldJournal } from './facts.ts';
import type { JournalEntry, JournalEvent } from './journal-entry.ts';

const fold = (...events: JournalEvent[]) =>
  foldJournal(events.map((event, at): JournalEntry => ({ v: 1, at, ...event })));

const created = {
  kind: 'agent.created',
  agent: 'data',
  branch: 'feature/f-data',
  path: '/w/data',
  base: 'b0',
} as const;
const begin: JournalEvent & { kind: 'sync.begin' } = {
  kind: 'sync.begin',
  sync: 's',
  tx: 't1',
  before: 'b0',
  heads: [{ agent: 'data', branch: 'feature/f-data', oid: 'h1' }],
  leftOut: [],
  overrides: [],
  strategy: 'merge',
};
const end: JournalEvent & { kind: 'sync.end' } = {
  kind: 'sync.end',
  sync: 's',
  tx: 't1',
  outcome: 'landed',
  commit: 'c1',
  undo: 'refs/x',
  message: null,
  files: [],
};

describe('the journal', () => {
  test('tells where an agent is', () => {
    const facts = fold({ ...created, kind: 'agent.creating' }, created, {
      kind: 'agent.ready',
      agent: 'data',
    });
    expect(facts.agents.get('data')).toMatchObject({
      worktree: 'ready',
      path: '/w/data',
      base: 'b0',
    });
  });

  test('a merge under way shows its step, and ends', () => {
    const step = { kind: 'sync.step', sync: 's', tx: 't1', step: 'verify', data: {} } as const;
    expect(fold(begin, step).syncs.get('s')).toMatchObject({ step: 'verify', landed: null });
    expect(fold(begin, step, end).syncs.get('s')).toMatchObject({
      step: null,
      landed: { commit: 'c1', heads: [{ agent: 'data', oid: 'h1' }] },
    });
  });

  test('a failed attempt keeps what landed before, and a new one forgets the problem', () => {
    const failed: JournalEvent = { ...end, outcome: 'conflict', commit: null, message: 'no' };
    expect(fold(begin, failed).syncs.get('s')).toMatchObject({ problem: { kind: 'conflict' } });
    expect(fold(begin, failed, { ...begin, tx: 't2' }).syncs.get('s')?.problem).toBeNull();
  });

  test('an undone merge has not landed', () => {
    const undone = { kind: 'sync.undone', sync: 's', tx: 't1', from: 'c1', to: 'b0' } as const;
    expect(fold(begin, end, undone).syncs.get('s')?.landed).toBeNull();
  });

  test('once it is verified it is not called merging again', () => {
    const step = (name: string) =>
      ({ kind: 'sync.step', sync: 's', tx: 't1', step: name, data: {} }) as const;
    const seen = ['candidate', 'verify', 'backup', 'land'].map((_, index, all) =>
      fold(begin, ...all.slice(0, index + 1).map(step)).syncs.get('s'),
    );
    expect(seen.map((sync) => sync?.verifying)).toEqual([false, true, true, true]);
    expect(fold(begin, step('verify'), end, begin).syncs.get('s')?.verifying).toBe(false);
  });

  test('a session that was announced is awaited until it is told that none follows', () => {
    const made = {
      kind: 'agent.created',
      agent: 'a',
      branch: 'b',
      path: '/w',
      base: 'b0',
    } as const;
    const announced: JournalEvent = {
      kind: 'phase.started',
      phase: 'p',
      agents: ['a'],
      sessions: true,
    };
    const awaits = (...events: JournalEvent[]) => fold(...events).agents.get('a')?.awaits?.session;
    expect(awaits(announced, made)).toBeNull();
    expect(awaits({ ...announced, sessions: false }, made)).toBeUndefined();
    const started = { kind: 'session.started', agent: 'a', session: '7' } as const;
    expect(awaits(announced, made, started)).toBe('7');
    const failed = { kind: 'session.failed', agent: 'a', message: 'No such program' } as const;
    expect(awaits(announced, made, failed)).toBeUndefined();
    expect(fold(announced, made, failed).agents.get('a')?.message).toBe('No such program');
    expect(awaits(announced, made, { kind: 'agent.failed', agent: 'a', message: 'x' })).toBe(
      undefined,
    );
    expect(awaits(announced, made, started, { kind: 'session.stopped', agent: 'a' })).toBe(
      undefined,
    );
  });

  test('ticks can be taken back', () => {
    const tick = { kind: 'tick', sync: 's', item: 'tick:a', on: true } as const;
    expect(fold(tick).syncs.get('s')?.ticks).toEqual(new Set(['tick:a']));
    expect(fold(tick, { ...tick, on: false }).syncs.get('s')?.ticks).toEqual(new Set());
  });
});

describe('the state of an agent', () => {
  const facts: AgentFacts = {
    worktree: 'ready',
    branch: 'b',
    path: '/w',
    base: 'b0',
    message: null,
    stopped: false,
    hadSession: true,
    at: 5,
  };
  const session = {
    id: 1,
    agent: 'data',
    kind: 'sim' as const,
    pid: 1,
    alive: true,
    activity: 'working' as const,
    needs: null,
    message: null,
    title: null,
    since: 9,
    exit: null,
    ask: null,
    asks: 0,
    background: 0,
    source: 'process' as const,
    conversation: null,
    transcript: null,
    unseen: 'nothing' as const,
    strays: [],
  };
  const known = { facts, session: null, merged: false, worktreeThere: true, now: 100 };
  const awaiting = (awaits: NonNullable<AgentFacts['awaits']>) => ({
    ...known,
    facts: { ...facts, awaits },
  });
  const late = (awaits: NonNullable<AgentFacts['awaits']>) => ({
    ...awaiting(awaits),
    now: 1_000_000,
  });
  const exit = (code: number | null, signal: number | null, asked = false) => ({
    ...known,
    session: {
      ...session,
      alive: false,
      activity: 'exited' as const,
      exit: { code, signal, asked },
    },
  });
  const asClaude = (given: ReturnType<typeof exit>) => ({
    ...given,
    session: { ...given.session, kind: 'claude' as const },
  });

  test.each([
    ['not started', { ...known, facts: null }, 'not-started'],
    [
      'a cancelled start',
      { ...known, facts: { ...facts, worktree: 'cancelled' as const } },
      'not-started',
    ],
    [
      'its worktree is being made',
      { ...known, facts: { ...facts, worktree: 'creating' as const } },
      'setting-up',
    ],
    ['set-up', { ...known, facts: { ...facts, worktree: 'setting-up' as const } }, 'setting-up'],
    ['a failed set-up', { ...known, facts: { ...facts, worktree: 'failed' as const } }, 'failed'],
    ['a live session', { ...known, session }, 'working'],
    [
      'a session that asks',
      { ...known, session: { ...session, activity: 'needs-you' as const } },
      'needs-you',
    ],
    [
      'a session nobody knows about',
      { ...known, session: { ...session, activity: 'unknown' as const } },
      'unknown',
    ],
    ['an end by itself', exit(0, null), 'finished'],
    ['a claude that was left', asClaude(exit(0, null)), 'stopped'],
    ['a claude that was told to end', asClaude(exit(143, null)), 'stopped'],
    [
      'another command line that was left',
      { ...exit(0, null), session: { ...exit(0, null).session, kind: 'cli' as const } },
      'stopped',
    ],
    ['a claude that fails', asClaude(exit(1, null)), 'crashed'],
    ['an end that was asked for', exit(143, null, true), 'stopped'],
    ['an exit code', exit(3, null), 'crashed'],
    ['a signal', exit(0, 9), 'crashed'],
    ['no session', known, 'stopped'],
    ['a worktree that is gone', { ...known, worktreeThere: false }, 'unknown'],
    ['set up, its session on its way', awaiting({ session: null, at: 4 }), 'starting'],
    [
      'on its way although its folder was looked for too early',
      { ...awaiting({ session: null, at: 4 }), worktreeThere: false },
      'starting',
    ],
    [
      'started again, its session of before in the list',
      { ...awaiting({ session: null, at: 20 }), session: exit(143, null, true).session },
      'starting',
    ],
    [
      'announced, and ended since',
      { ...awaiting({ session: null, at: 4 }), session: exit(3, null).session },
      'crashed',
    ],
    ['started and not in the list yet', awaiting({ session: '2', at: 99 }), 'starting'],
    [
      'started and ended at once',
      { ...awaiting({ session: '1', at: 99 }), session: exit(3, null).session },
      'crashed',
    ],
    ['announced, and never followed', late({ session: null, at: 4 }), 'stopped'],
    ['started, and gone from the list', late({ session: '2', at: 99 }), 'stopped'],
    ['merged', { ...known, merged: true, session }, 'merged'],
  ])('%s', (_name, given, state) => {
    expect(deriveAgentState(given).state).toBe(state);
  });
});
