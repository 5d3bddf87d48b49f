import { expect, test } from 'vitest';
import type { AgentView } from '../../../shared/contract/run.ts';
import { mergeOffer } from './merge-offer.ts';

type Agent = Pick<AgentView, 'name' | 'title' | 'head' | 'state'>;
const data: Agent = { name: 'data', title: 'Data', head: 'a1', state: 'finished' };
const qa: Agent = { name: 'qa', title: 'QA', head: 'b1', state: 'unknown' };
const merges = ['data', 'qa'];
const sync = { state: 'ready', merges } as const;
const nothing = { leaveOut: [] };

test('a possible merge is offered', () => {
  const offer = mergeOffer({ sync, agents: [data, qa], decisions: nothing, open: [] });
  expect(offer).toEqual({ taking: merges, begun: true, refusal: null });
  const one = mergeOffer({ sync, agents: [data, qa], decisions: { leaveOut: ['qa'] }, open: [] });
  expect(one).toMatchObject({ taking: ['data'], refusal: null });
});

test('a phase that was never started is not merged, verified or previewed, and says why', () => {
  const fresh = [data, qa].map((agent) => ({
    ...agent,
    head: null,
    state: 'not-started' as const,
  }));
  const waiting = { ...sync, state: 'waiting' } as const;
  expect(mergeOffer({ sync: waiting, agents: fresh, decisions: nothing, open: [] })).toEqual({
    taking: merges,
    begun: false,
    refusal: 'Not started yet: Data, QA.',
  });
  const [first] = fresh;
  const some = first ? [first, qa] : [];
  expect(mergeOffer({ sync: waiting, agents: some, decisions: nothing, open: [] }).begun).toBe(
    true,
  );
});

test('left-out agents can be merged once the gate is open', () => {
  const late = { state: 'done' as const, merges, leftOut: ['qa'] };
  const open = [{ message: 'No commits yet: QA.' }];
  expect(mergeOffer({ sync: late, agents: [data, qa], decisions: nothing, open })).toEqual({
    taking: ['qa'],
    begun: true,
    refusal: 'Open: No commits yet: QA.',
  });
  const offer = mergeOffer({ sync: late, agents: [data, qa], decisions: nothing, open: [] });
  expect(offer.refusal).toBeNull();
});

test('without agents there is no merge', () => {
  const out = mergeOffer({ sync, agents: [data, qa], decisions: { leaveOut: merges }, open: [] });
  expect(out.refusal).toBe('Every branch is left out.');
  const done = { state: 'done', merges } as const;
  expect(mergeOffer({ sync: done, agents: [data], decisions: nothing, open: [] }).refusal).toBe(
    'There is nothing to merge.',
  );
});
