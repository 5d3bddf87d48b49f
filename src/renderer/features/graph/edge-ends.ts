import { type NodeHandle, Position } from '@xyflow/react';
import { CARD, GATE, GATE_RING, RING_EDGE } from './geometry.ts';

/** Width and height of a handle. */
const SIZE = 10;

/**
 * Positions of the handles on a node. If React Flow measured them itself, it would do so after drawing the node and
 * drop a measurement that arrives during a change of the plan, so that the edges of that node would not be drawn.
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
