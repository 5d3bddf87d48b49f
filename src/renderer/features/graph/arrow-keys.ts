import type { Point } from './place-nodes.ts';

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Weight of the distance off the straight line, relative to the distance along it. */
const ASIDE = 2;

/** The node that an arrow key moves to from `from`, or null if there is none in that direction. */
export function neighbour(
  nodes: readonly { readonly id: string; readonly centre: Point }[],
  from: string,
  key: string,
): string | null {
  const direction = DIRECTIONS[key];
  const start = nodes.find((node) => node.id === from)?.centre;
  if (!direction || !start) return null;
  let best: { id: string; distance: number } | null = null;
  for (const { id, centre } of nodes) {
    const dx = centre.x - start.x;
    const dy = centre.y - start.y;
    const ahead = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    if (id === from || ahead <= 0) continue;
    const distance = ahead + ASIDE * aside;
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id ?? null;
}
