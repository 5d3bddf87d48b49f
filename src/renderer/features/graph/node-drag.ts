import type { Node } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { toast } from 'sonner';
import type { NodePlace } from '../../../shared/contract/layout.ts';
import type { PlanGesture } from '../../../shared/contract/plan.ts';
import type { PlanEditing } from '../../page/edit.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { useDrag } from './drag.ts';
import { judgeDrop, judgeTogether, type Verdict } from './drop-target.ts';
import { CARD, LANE_HEADER, LANE_WIDTH } from './geometry.ts';
import { agentDropped, lanesNow, placesNow } from './graph-control.ts';
import { laneAt, laneOf } from './lanes.ts';
import { nextSlot } from './place-nodes.ts';

type Dragged = Pick<Node, 'id' | 'position' | 'type'>;

interface Undoing {
  /** Whether Esc cancelled the current drag: moves are ignored until the button is released. */
  readonly cancelled: { current: boolean };
  putBack(): void;
}

interface NodeDrag {
  onNodeDragStart(): void;
  onNodeDrag(event: unknown, node: Dragged): void;
  onNodeDragStop(event: unknown, node: Dragged, all: readonly Dragged[]): void;
}

/** Handles dragging cards: a drop inside their lane pins them, a drop in another lane moves the agents. */
export function useNodeDrag(editing: PlanEditing, { cancelled, putBack }: Undoing): NodeDrag {
  const active = useRef(false);
  const over = useRef<ReturnType<typeof laneAt> | null>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !active.current) return;
      event.stopPropagation();
      cancelled.current = true;
      useDrag.setState({ drag: null });
      putBack();
    };
    window.addEventListener('keydown', pressed, true);
    return () => window.removeEventListener('keydown', pressed, true);
  });
  return {
    onNodeDragStart() {
      over.current = null;
      cancelled.current = false;
      active.current = true;
    },
    onNodeDrag(_event, node) {
      if (cancelled.current || node.type !== 'agent') return;
      // Judging walks the whole plan, and the answer changes only with the lane.
      const target = laneAt(lanesNow(), middleOf(node));
      if (over.current === target) return;
      over.current = target;
      const verdict = judge(node, node);
      const lane = lanesNow().find((one) => one.name === verdict?.lane) ?? null;
      useDrag.setState({
        drag: {
          words: titleOf(useWorkspace.getState().run, node.id),
          verdict,
          slot: nextSlot(lanesNow(), placesNow(), lane),
          pointer: null,
        },
      });
    },
    onNodeDragStop(_event, node, all) {
      active.current = false;
      useDrag.setState({ drag: null });
      if (cancelled.current) return putBack();
      drop(node, all, editing).then((kept) => !kept && putBack());
    },
  };
}

/** The lane under the middle of the grabbed card decides for all cards that move with it. */
function judge(node: Dragged, held: Dragged): Verdict | null {
  const { plan } = useWorkspace.getState();
  if (!plan?.plan) return null;
  return judgeDrop({
    plan: plan.plan,
    lanes: lanesNow(),
    target: laneAt(lanesNow(), middleOf(held)),
    dropped: agentDropped(node.id),
  });
}

function middleOf(node: Dragged): number {
  return node.position.x + CARD.width / 2;
}

/** Applies a drop. False when nothing changed and the nodes must go back to where they were. */
async function drop(
  held: Dragged,
  all: readonly Dragged[],
  editing: PlanEditing,
): Promise<boolean> {
  if (held.type !== 'agent' || judge(held, held)?.kind === 'pin') {
    return editing.gesture({ changes: [], places: pinned(all) });
  }
  const { plan } = useWorkspace.getState();
  if (!plan?.plan) return false;
  const lanes = lanesNow();
  const target = laneAt(lanes, middleOf(held));
  const agents = all.filter((one) => one.type === 'agent').map(({ id }) => agentDropped(id));
  const verdict = judgeTogether({ plan: plan.plan, lanes, target }, agents);
  if (verdict?.kind === 'refused') toast.error(verdict.why);
  if (verdict?.kind !== 'edit') return false;
  const { changes } = verdict;
  // Positions in the old lane mean nothing in the new one, so forget them.
  const places = Object.fromEntries(all.map((node) => [node.id, null]));
  return editing.gesture({ changes, places });
}

/** The positions of nodes that were dropped inside their lanes, marked as pinned. */
function pinned(nodes: readonly Dragged[]): NonNullable<PlanGesture['places']> {
  const lanes = lanesNow();
  const next: Record<string, NodePlace> = {};
  for (const node of nodes) {
    const lane = laneOf(lanes, node.id);
    if (!lane) continue;
    const x = node.position.x - lane.index * LANE_WIDTH;
    next[node.id] = {
      x: Math.round(Math.min(Math.max(x, 0), LANE_WIDTH - CARD.width)),
      y: Math.round(Math.max(node.position.y, LANE_HEADER)),
      pinned: true,
    };
  }
  return next;
}
