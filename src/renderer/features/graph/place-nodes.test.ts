import { expect, test } from 'vitest';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { planFromTemplate } from '../../../shared/plan/templates.ts';
import { CARD, CARD_X, GAP, LANE_WIDTH } from './geometry.ts';
import type { Lane } from './lanes.ts';
import { arrange, nextSlot, placeNodes } from './place-nodes.ts';

const plan = planFromTemplate('full-stack', 'profile', { base: 'main' });
const lanes: readonly Lane[] = derivePhases(plan).map((phase, index) => ({
  ...phase,
  title: phase.name,
  index,
  state: 'locked',
}));

test('each phase is a column, its sync point on the right border', () => {
  const placed = placeNodes(lanes, {});
  expect(placed.get('designer')?.x).toBe(CARD_X);
  expect(placed.get('backend')?.x).toBe(LANE_WIDTH + CARD_X);
  expect(placed.get('phase-1')?.x).toBeGreaterThan(LANE_WIDTH - CARD.width);
  expect(placed.get('phase-1')?.x).toBeLessThan(LANE_WIDTH);
});

test('cards of a lane never cover each other, pinned or not', () => {
  const lane: Lane = {
    name: 'p',
    title: 'P',
    index: 0,
    sync: 'p',
    agents: ['a', 'b', 'c', 'd', 'e'],
    state: 'locked',
  };
  const pins = { c: { x: 10, y: 90, pinned: true }, e: { x: 30, y: 350, pinned: true } };
  const placed = placeNodes([lane], pins);
  const tops = lane.agents
    .map((agent) => placed.get(agent)?.y ?? Number.NaN)
    .toSorted((a, b) => a - b);
  for (let index = 1; index < tops.length; index += 1) {
    expect((tops[index] ?? 0) - (tops[index - 1] ?? 0)).toBeGreaterThanOrEqual(CARD.height);
  }
  expect(placed.get('c')).toEqual({ x: 10, y: 90 });
  expect(placed.get('e')).toEqual({ x: 30, y: 350 });
});

test('an added card does not move the others', () => {
  const [first] = lanes;
  if (!first) throw new Error('the template has phases');
  const before = placeNodes([first], {});
  const grown = placeNodes([{ ...first, agents: [...first.agents, 'late'] }], {});
  for (const agent of first.agents) expect(grown.get(agent)).toEqual(before.get(agent));
  expect(grown.get('late')?.y).toBe(nextSlot([first], {}, first));
});

test('arranging keeps pinned nodes and uncrosses the others', () => {
  const crossed: readonly Lane[] = [
    { name: 'one', title: 'One', index: 0, sync: null, agents: ['a', 'b'], state: 'locked' },
    { name: 'two', title: 'Two', index: 1, sync: null, agents: ['x', 'y', 'z'], state: 'locked' },
  ];
  const wired = {
    version: 1 as const,
    feature: 'f',
    base: 'main',
    agents: {
      a: { role: 'custom' },
      b: { role: 'custom' },
      x: { role: 'custom', after: ['b'] },
      y: { role: 'custom', after: ['a'] },
      z: { role: 'custom' },
    },
    syncs: {},
  };
  const places = arrange(wired, crossed, { z: { x: 5, y: 700, pinned: true } });
  const placed = placeNodes(crossed, places);
  expect(placed.get('y')?.y).toBeLessThan(placed.get('x')?.y ?? 0);
  expect(placed.get('z')).toEqual({ x: LANE_WIDTH + 5, y: 700 });
  expect(nextSlot(crossed, places, crossed[0] ?? null)).toBe(
    (placed.get('b')?.y ?? 0) + CARD.height + GAP,
  );
});
