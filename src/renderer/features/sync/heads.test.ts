import { expect, test } from 'vitest';
import type { AgentView } from '../../../shared/contract/run.ts';
import { hasMoved, mergeState } from './heads.ts';

const agent = (name: string, head: string | null) => ({ name, head }) as AgentView;

test('an attempt is outdated only if one of its branches has a different known head', () => {
  const heads = [
    { agent: 'data', oid: 'a1' },
    { agent: 'qa', oid: 'b1' },
  ];
  expect(hasMoved(heads, [agent('data', 'a1'), agent('qa', 'b1'), agent('ops', 'c9')])).toBe(false);
  expect(hasMoved(heads, [agent('data', null)])).toBe(false);
  expect(hasMoved(heads, [agent('data', 'a1'), agent('qa', 'b2')])).toBe(true);
  expect(hasMoved(undefined, [agent('data', 'a1')])).toBe(false);
});

test('a merge is predicted again after a new commit or a resolved conflict', () => {
  const predicted = [{ path: 'x', kind: 'contents', agents: ['data'] }];
  const run = { agents: [agent('data', 'a1')] };
  const of = (state: 'ready' | 'conflict', met: typeof predicted, now = run) =>
    mergeState({ merges: ['data'], state, predicted: met }, now);
  expect(of('ready', [])).toBe(mergeState({ merges: ['data'], state: 'ready' }, run));
  expect(of('ready', predicted)).not.toBe(of('ready', []));
  expect(of('conflict', [])).not.toBe(of('ready', []));
  expect(of('ready', [], { agents: [agent('data', 'a2')] })).not.toBe(of('ready', []));
});
