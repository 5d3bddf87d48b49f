import type { PlanView } from '../../../shared/contract/plan.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import {
  CARD,
  CARD_X,
  GAP,
  GATE,
  GATE_X,
  LANE_FOOT,
  LANE_HEADER,
  LANE_LEAST_HEIGHT,
  LANE_WIDTH,
} from './geometry.ts';
import type { Lane } from './lanes.ts';

/**
 * Remembered positions of one plan, by node. `x` counts from the left border of the node's lane, so that phases can be
 * added and removed.
 */
export type Places = PlanView['places'];
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Computes the position of every node. Pinned nodes keep theirs; the others go to the first free slot, in order of
 * their remembered height, else in the order of the plan.
 */
export function placeNodes(lanes: readonly Lane[], places: Places): ReadonlyMap<string, Point> {
  const placed = new Map<string, Point>();
  for (const lane of lanes) {
    const left = lane.index * LANE_WIDTH;
    const taken: number[] = [];
    const pinned = lane.agents.filter((agent) => places[agent]?.pinned);
    const free = lane.agents.filter((agent) => !places[agent]?.pinned);
    for (const agent of pinned) {
      const place = places[agent] ?? { x: CARD_X, y: LANE_HEADER };
      placed.set(agent, { x: left + place.x, y: place.y });
      taken.push(place.y);
    }
    for (const agent of inOrder(free, places)) {
      const y = freeSlot(taken, places[agent]?.y ?? LANE_HEADER);
      placed.set(agent, { x: left + CARD_X, y });
      taken.push(y);
    }
    if (lane.sync !== null) {
      const pin = places[lane.sync];
      const y = pin?.pinned ? pin.y : middle(taken) - GATE.height / 2;
      placed.set(lane.sync, { x: left + GATE_X, y: Math.max(LANE_HEADER, y) });
    }
  }
  return placed;
}

/** Agents with a remembered height first, then the others in plan order. */
function inOrder(agents: readonly string[], places: Places): readonly string[] {
  const height = (agent: string) => places[agent]?.y ?? Number.POSITIVE_INFINITY;
  return agents.toSorted((a, b) => {
    const difference = height(a) - height(b);
    return Number.isNaN(difference) ? 0 : difference;
  });
}

function freeSlot(taken: readonly number[], wanted: number): number {
  const step = CARD.height + GAP;
  let y = wanted;
  for (;;) {
    const inTheWay = taken.filter((other) => Math.abs(other - y) < step);
    if (inTheWay.length === 0) return y;
    y = Math.max(...inTheWay) + step;
  }
}

function middle(tops: readonly number[]): number {
  if (tops.length === 0) return LANE_HEADER + CARD.height / 2;
  return (Math.min(...tops) + Math.max(...tops) + CARD.height) / 2;
}

/** The vertical position that an agent added to a lane would get; `lane` null means a new lane. */
export function nextSlot(lanes: readonly Lane[], places: Places, lane: Lane | null): number {
  const placed = placeNodes(lanes, places);
  const taken = lane?.agents.flatMap((agent) => placed.get(agent)?.y ?? []) ?? [];
  return freeSlot(taken, LANE_HEADER);
}

/** The height that all lanes need to hold their nodes. */
export function laneHeight(placed: ReadonlyMap<string, Point>): number {
  const bottoms = [...placed.values()].map((point) => point.y + GATE.height + LANE_FOOT);
  return Math.max(LANE_LEAST_HEIGHT, ...bottoms);
}

/**
 * Positions after *Auto-arrange*: pinned nodes keep theirs; the others are sorted within their lane by the average
 * height of their predecessors, which keeps edges from crossing.
 */
export function arrange(plan: Plan, lanes: readonly Lane[], places: Places): Places {
  const next: Record<string, Places[string]> = {};
  for (const [node, place] of Object.entries(places)) if (place.pinned) next[node] = place;
  for (const lane of lanes) {
    const before = placeNodes(lanes, next);
    const weight = (agent: string) => {
      const heights = (plan.agents[agent]?.after ?? []).flatMap((from) => {
        const point = before.get(from);
        return point ? [point.y] : [];
      });
      return heights.length > 0
        ? heights.reduce((sum, y) => sum + y, 0) / heights.length
        : LANE_HEADER;
    };
    const free = lane.agents.filter((agent) => !next[agent]);
    const taken = lane.agents.flatMap((agent) => next[agent]?.y ?? []);
    for (const agent of free.toSorted((a, b) => weight(a) - weight(b))) {
      const y = freeSlot(taken, LANE_HEADER);
      next[agent] = { x: CARD_X, y, pinned: false };
      taken.push(y);
    }
  }
  return next;
}
