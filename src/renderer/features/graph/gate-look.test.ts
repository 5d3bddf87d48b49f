import { expect, test } from 'vitest';
import type { GateItem, SyncView } from '../../../shared/contract/run.ts';
import { gateLook, resolveWords } from './gate-look.ts';

const item = (id: string, state: GateItem['state'], message = `${id}.`): GateItem => ({
  id,
  state,
  message,
});
const sync = (more: Partial<SyncView>): SyncView => ({
  name: 'phase-1',
  title: 'Phase 1',
  state: 'waiting',
  merges: ['a', 'b'],
  strategy: 'merge',
  gate: [],
  commit: null,
  undo: { possible: false, reason: null },
  problem: null,
  fix: null,
  ...more,
});
const conflict = (path: string) => ({ path, kind: 'contents', agents: ['a', 'b'] });

test('counts the checks that are known now, and names the open ones', () => {
  const gate = [
    item('committed', 'pass'),
    item('in-scope', 'overridden'),
    item('has-commits', 'fail', 'No commits yet: B.'),
    item('contracts-valid', 'open', 'Run a preview to check the contracts.'),
    item('tick:looked', 'open', 'Looked at'),
  ];
  const look = gateLook(sync({ gate }), 9);
  expect(look).toMatchObject({ share: 0.5, count: '2', conflicts: 0 });
  expect(look.name).toBe(
    '2 of 4 checks met, open: No commits yet: B. Run a preview to check the contracts. Looked at',
  );
  expect(gateLook(sync({}), 2)).toMatchObject({ share: 0, name: 'No check has a result yet' });
  expect(gateLook(undefined, 3)).toMatchObject({ count: '3', name: 'No check has a result yet' });
});

test('is red for predicted conflicts in every waiting state, and names the files', () => {
  const waiting = gateLook(sync({ predicted: [conflict('a.txt')] }), 2);
  const met = gateLook(
    sync({ state: 'conflict', predicted: [conflict('a.txt'), conflict('b.txt')] }),
    2,
  );
  expect(waiting.colour).toBe(met.colour);
  expect(waiting.colour).not.toBe(gateLook(sync({ state: 'ready' }), 2).colour);
  expect(met.details).toEqual(['2 files conflict: a.txt, b.txt']);
  expect(met.name).toContain('2 files conflict: a.txt, b.txt');
  expect([resolveWords(waiting.conflicts), resolveWords(met.conflicts)]).toEqual([
    'Resolve 1 conflict',
    'Resolve 2 conflicts',
  ]);
});

test('left-out work does not look landed', () => {
  const whole = gateLook(sync({ state: 'done' }), 2);
  const without = gateLook(sync({ state: 'done', leftOut: ['b'] }), 2);
  expect(whole).toMatchObject({ share: 1, count: '2', name: 'All branches merged' });
  expect(without).toMatchObject({ share: 0.5, count: '1 of 2', name: '1 of 2 branches merged' });
  expect(without.colour).not.toBe(whole.colour);
});
