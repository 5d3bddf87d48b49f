import { expect, test } from 'vitest';
import { share } from './share.ts';

test('unchanged parts stay the same object', () => {
  const last = {
    agents: [
      { name: 'a', changed: ['x'] },
      { name: 'b', changed: [] },
    ],
    phase: 'p',
  };
  const next = {
    agents: [
      { name: 'a', changed: ['x'] },
      { name: 'b', changed: ['y'] },
    ],
    phase: 'p',
  };
  const shared = share(last, next);
  expect(shared).toEqual(next);
  expect(shared.agents[0]).toBe(last.agents[0]);
  expect(shared.agents[1]).not.toBe(last.agents[1]);
});

test('for an equal value, the last value is returned', () => {
  const last = { a: [1, { b: null }] };
  expect(share(last, structuredClone(last))).toBe(last);
});

test('a removed or added field is a change', () => {
  expect(share<object>({ a: 1, b: undefined }, { a: 1 })).toEqual({ a: 1 });
  expect(share<object>({ a: 1 }, { a: 1, c: 2 })).toEqual({ a: 1, c: 2 });
  expect(share<unknown>([1, 2, 3], [1, 2])).toEqual([1, 2]);
  expect(share<unknown>([1], { 0: 1 })).toEqual({ 0: 1 });
});
