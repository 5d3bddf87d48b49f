/** Sizes in the plan graph, in graph units: pixels at a zoom of 1. */

export const LANE_WIDTH = 324;
/** Space above the first card, for the lane's name and button. */
export const LANE_HEADER = 72;
export const LANE_FOOT = 28;
export const LANE_LEAST_HEIGHT = 300;

export const CARD = { width: 204, height: 104 };
/** Box of a gate, which is centred on the right border of its lane. */
export const GATE = { width: 112, height: 128 };
/** Width and height of the ring, which is at the top of the gate's box. */
export const GATE_RING = 64;
/** Distance from the side of the gate's box to the ring. */
export const RING_EDGE = (GATE.width - GATE_RING) / 2;
export const GAP = 24;

/** Default x of cards and gates, from the lane's left border. */
export const CARD_X = (LANE_WIDTH - CARD.width) / 2;
export const GATE_X = LANE_WIDTH - GATE.width / 2;
