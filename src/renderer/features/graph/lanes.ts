import type { PlanView } from '../../../shared/contract/plan.ts';
import type { PhaseView } from '../../../shared/contract/run.ts';
import { titleIn } from '../../../shared/names.ts';
import { LANE_WIDTH } from './geometry.ts';

/** A phase as a column of the graph. */
export interface Lane {
  readonly name: string;
  readonly title: string;
  readonly index: number;
  /** Null for agents that no sync point merges. */
  readonly sync: string | null;
  readonly agents: readonly string[];
  readonly state: PhaseView['state'];
}

export function lanesOf(view: PlanView, phases: readonly PhaseView[]): readonly Lane[] {
  const states = new Map(phases.map((phase) => [phase.name, phase.state]));
  return view.phases.map((phase, index) => ({
    name: phase.name,
    title: titleIn(view.plan, phase.name),
    index,
    sync: phase.sync,
    agents: phase.agents,
    state: states.get(phase.name) ?? 'locked',
  }));
}

/** The lane at a horizontal position; past the last lane is the area of a new phase. */
export function laneAt(lanes: readonly Lane[], x: number): Lane | 'new' | 'before' {
  if (x < 0) return 'before';
  return lanes[Math.floor(x / LANE_WIDTH)] ?? 'new';
}

export function laneOf(lanes: readonly Lane[], node: string): Lane | null {
  return lanes.find((lane) => lane.sync === node || lane.agents.includes(node)) ?? null;
}
