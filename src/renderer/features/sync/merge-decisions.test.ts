import { afterEach, expect, test } from 'vitest';
import { NO_DECISIONS } from './gate.ts';
import { decide, decisionsFor, forgetDecisions, useDecided } from './merge-decisions.ts';

const order = { project: 'p', feature: 'shop', sync: 'phase-1' };
const point = { commit: null, merges: ['data', 'qa'] };
const decisions = { ...NO_DECISIONS, leaveOut: ['qa'], overrides: { 'in-scope': 'a fix' } };
const now = (of = order, at: { commit: string | null; merges: string[] } = point) =>
  decisionsFor(useDecided.getState(), of, at);

afterEach(() => useDecided.setState({ by: {} }));

test('decisions for a sync point are kept while others are made, and belong to one plan', () => {
  decide(order, point, decisions);
  decide({ ...order, sync: 'phase-2' }, point, { ...NO_DECISIONS, commitLeftovers: true });
  expect(now()).toBe(decisions);
  expect(now({ ...order, feature: 'cart' })).toBe(NO_DECISIONS);
  expect(now({ ...order, project: 'q' })).toBe(NO_DECISIONS);
});

test('decisions count for one landing, even after an undo, and only for agents that still merge', () => {
  decide(order, point, decisions);
  expect(now(order, { ...point, commit: 'c1' })).toBe(NO_DECISIONS);
  expect(now(order, { ...point, merges: ['data'] })).toEqual({ ...decisions, leaveOut: [] });
  forgetDecisions(order);
  expect(now()).toBe(NO_DECISIONS);
});
