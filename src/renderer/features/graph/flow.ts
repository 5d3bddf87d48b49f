import { type Edge, MarkerType, type Node } from '@xyflow/react';
import type { Overlap, RunView } from '../../../shared/contract/run.ts';
import { shownTitle } from '../../../shared/names.ts';
import { takenUp } from '../../../shared/plan/chains.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { CARD_ENDS, GATE_ENDS } from './edge-ends.ts';
import { CARD, GATE } from './geometry.ts';
import type { Point } from './place-nodes.ts';

export type AgentNode = Node<{ title: string; role: string; pinned: boolean }, 'agent'>;
export type GateNode = Node<{ title: string; count: number; pinned: boolean }, 'gate'>;
export type PlanNode = AgentNode | GateNode;

/** Above the 1000 that React Flow adds to a selected card, because a gate's button overlaps the cards beside it. */
const ABOVE_SELECTED = 1001;

interface Drawn {
  readonly plan: Plan;
  readonly run: RunView | null;
  readonly placed: ReadonlyMap<string, Point>;
  readonly pinned: ReadonlySet<string>;
}

/**
 * Builds the nodes of the graph. Each card reads live run data itself; only the state in the accessible name is set
 * here.
 */
export function nodesOf({ plan, run, placed, pinned }: Drawn): readonly PlanNode[] {
  const states = new Map(
    [...(run?.agents ?? []), ...(run?.syncs ?? [])].map((node) => [node.name, node.state]),
  );
  const agents = Object.entries(plan.agents).map(([key, agent]): AgentNode => {
    const title = shownTitle(agent, key);
    return {
      id: key,
      type: 'agent',
      initialWidth: CARD.width,
      initialHeight: CARD.height,
      handles: CARD_ENDS,
      position: placed.get(key) ?? { x: 0, y: 0 },
      ariaLabel: `${title}, agent, ${states.get(key) ?? 'not-started'}`,
      data: { title, role: agent.role, pinned: pinned.has(key) },
    };
  });
  const gates = Object.entries(plan.syncs).map(([key, sync]): GateNode => {
    const title = shownTitle(sync, key);
    return {
      id: key,
      type: 'gate',
      initialWidth: GATE.width,
      initialHeight: GATE.height,
      handles: GATE_ENDS,
      position: placed.get(key) ?? { x: 0, y: 0 },
      ariaLabel: `${title}, sync point, ${states.get(key) ?? 'waiting'}`,
      // The gate's box covers handles of the cards beside it, so only its visible parts take pointer events.
      style: { pointerEvents: 'none' },
      zIndex: ABOVE_SELECTED,
      data: { title, count: sync.merges.length, pinned: pinned.has(key) },
    };
  });
  return [...agents, ...gates];
}

/** Returns `next`, but keeps the old object of every unchanged node so that it is not rendered again. */
export function reconcile(last: readonly PlanNode[], next: readonly PlanNode[]): PlanNode[] {
  const known = new Map(last.map((node) => [node.id, node]));
  return next.map((node) => {
    const before = known.get(node.id);
    if (before?.type !== node.type) return node;
    const same =
      before.ariaLabel === node.ariaLabel &&
      before.position.x === node.position.x &&
      before.position.y === node.position.y &&
      JSON.stringify(before.data) === JSON.stringify(node.data);
    if (same) return before;
    const position = before.dragging ? before.position : node.position;
    return { ...before, ...node, position } as PlanNode;
  });
}

/** Handles of a chain edge: within a lane, an agent is drawn below the agent it continues from. */
const DOWNWARDS = {
  sourceHandle: 'below',
  targetHandle: 'above',
  markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: 'context-stroke' },
} as const;

export function edgesOf(plan: Plan, radar: readonly Overlap[]): Edge[] {
  const taken = takenUp(plan);
  const isLink = (from: string, to: string) =>
    Object.hasOwn(plan.agents, from) && taken.get(from) === taken.get(to);
  const after = Object.entries(plan.agents).flatMap(([key, agent]) =>
    (agent.after ?? []).map((from) =>
      isLink(from, key) ? { ...edge(from, key), ...DOWNWARDS } : edge(from, key),
    ),
  );
  const merges = Object.entries(plan.syncs).flatMap(([key, sync]) =>
    sync.merges.map((from) => edge(from, key)),
  );
  const overlaps = radar.flatMap((overlap): Edge[] => {
    const [from, to] = overlap.agents;
    if (!from || !to) return [];
    const bad = overlap.files.some((file) => file.outcome === 'conflict');
    return [
      {
        id: `overlap:${from}:${to}`,
        source: from,
        target: to,
        sourceHandle: 'below',
        targetHandle: 'above',
        type: 'straight',
        className: bad ? 'overlap overlap-conflict' : 'overlap',
        ariaLabel: `${from} and ${to} change the same files`,
        selectable: false,
        focusable: false,
        deletable: false,
      },
    ];
  });
  return [...after, ...merges, ...overlaps];
}

function edge(from: string, to: string): Edge {
  return { id: `${from}→${to}`, source: from, target: to, ariaLabel: `${from} to ${to}` };
}

/** The ids of all edges on a path through a node. */
export function pathThrough(edges: readonly Edge[], node: string): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (from: string, side: 'source' | 'target') => {
    for (const one of edges) {
      if (one[side] !== from || found.has(one.id) || one.id.startsWith('overlap:')) continue;
      found.add(one.id);
      follow(one[side === 'source' ? 'target' : 'source'], side);
    }
  };
  follow(node, 'source');
  follow(node, 'target');
  return found;
}
