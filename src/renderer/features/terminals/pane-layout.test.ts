import { expect, test } from 'vitest';
import type { Standing } from '../../../shared/contract/layout.ts';
import {
  AS_ARRANGED,
  closeSplit,
  dock,
  float,
  splitOff,
  swapInSplit,
  toggleMaximised,
  withinView,
} from './pane-layout.ts';
import { visiblePanes } from './visible-panes.ts';

const WINDOW = { width: 1400, height: 900 };
const ALL = ['a', 'b', 'c', 'd'];

function shownOf(standing: Standing, current: string, arrangement: 'tiles' | 'tabs' = 'tabs') {
  const { shown, floating } = visiblePanes(ALL, {
    standing,
    arrangement,
    current,
    keyOf: (entry) => entry,
  });
  return { shown, floating };
}

test('a split grows next to the pane it started from, and ends when one pane is left', () => {
  const two = splitOff(AS_ARRANGED, { key: 'a', beside: 'c', direction: 'right' });
  expect(shownOf(two, 'a').shown).toEqual(['a', 'c']);
  const three = splitOff(two, { key: 'a', beside: 'b', direction: 'down' });
  expect(shownOf(three, 'c').shown).toEqual(['a', 'b', 'c']);
  expect(three.split?.direction).toBe('down');
  const again = closeSplit(three, 'b');
  expect(shownOf(again, 'a').shown).toEqual(['a', 'c']);
  expect(closeSplit(again, 'c').split).toBeNull();
});

test('a terminal brought to the front replaces the front pane of the split, unless it is in the split', () => {
  const two = splitOff(AS_ARRANGED, { key: 'a', beside: 'b', direction: 'right' });
  expect(swapInSplit(two, 'b', 'd').split?.panes).toEqual(['a', 'd']);
  expect(swapInSplit(two, 'b', 'a')).toBe(two);
  expect(shownOf(two, 'd').shown, 'not of the split').toEqual(['d']);
});

test('a floating terminal leaves the arrangement and returns to it when docked', () => {
  const two = splitOff(AS_ARRANGED, { key: 'a', beside: 'b', direction: 'right' });
  const one = float(two, 'b', WINDOW);
  expect(shownOf(one, 'a')).toEqual({ shown: ['a'], floating: ['b'] });
  expect(shownOf(one, 'a', 'tiles')).toEqual({ shown: ['a', 'c', 'd'], floating: ['b'] });
  expect(shownOf(dock(one, 'b'), 'a', 'tiles').shown).toEqual(ALL);
});

test('a maximised terminal is shown alone until it is restored or floated', () => {
  const whole = toggleMaximised(AS_ARRANGED, 'c');
  expect(shownOf(whole, 'a', 'tiles').shown).toEqual(['c']);
  expect(toggleMaximised(whole, 'c').maximised).toBeNull();
  expect(shownOf(float(whole, 'c', WINDOW), 'a', 'tiles').shown).toEqual(['a', 'b', 'd']);
});

test('a floating terminal stays in view when the window is resized', () => {
  const far = { x: 5000, y: -40, width: 3000, height: 20 };
  expect(withinView(far, WINDOW)).toEqual({ x: 0, y: 0, width: 1400, height: 160 });
  const low = { x: 1300, y: 800, width: 500, height: 300 };
  expect(withinView(low, WINDOW)).toEqual({ ...low, x: 900, y: 600 });
  const inside = { x: 10, y: 20, width: 500, height: 300 };
  expect(withinView(inside, WINDOW)).toEqual(inside);
});
