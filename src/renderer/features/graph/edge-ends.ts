import { type NodeHandle, Position } from '@xyflow/react';
import { CARD, GATE, GATE_RING, RING_EDGE } from './geometry.ts';

/** Width and height of a handle. */
const SIZE = 10;

/**
 * Where edges end on a node. Left to React Flow, the ends are measured once the node is drawn, and a measurement that
 * comes while the plan changes is dropped: the node's edges would stay away.
 */
export const CARD_ENDS: NodeHandle[] = [
  end('target', Position.Left, { x: 0, y: CARD.height / 2 }),
  end('target', Position.Top, { x: CARD.width / 2, y: 0, id: 'above' }),
  end('source', Position.Right, { x: CARD.width, y: CARD.height / 2 }),
  end('source', Position.Bottom, { x: CARD.width / 2, y: CARD.height, id: 'below' }),
];

export const GATE_ENDS: NodeHandle[] = [
  end('target', Position.Left, { x: RING_EDGE, y: GATE_RING / 2 }),
  end('source', Position.Right, { x: GATE.width - RING_EDGE, y: GATE_RING / 2 }),
];

function end(
  type: NodeHandle['type'],
  position: Position,
  middle: { readonly x: number; readonly y: number; readonly id?: string },
): NodeHandle {
  const corner = { x: middle.x - SIZE / 2, y: middle.y - SIZE / 2 };
  return { type, position, id: middle.id ?? null, width: SIZE, height: SIZE, ...corner };
}
