/** Room that is kept between what is shown and the edge of the canvas, in pixels of the screen. */
const MARGIN = 24;

interface View {
  /** Where the origin of the graph stands, in pixels of the screen, and how large a unit of it is. */
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The view moved just far enough to show a box of the graph; null when it is in view already. A box larger than the canvas
 * is shown from its beginning.
 */
export function viewShowing(
  view: View,
  canvas: { readonly width: number; readonly height: number },
  box: Box,
): View | null {
  const x = shift(view.x + box.x * view.zoom, box.width * view.zoom, canvas.width);
  const y = shift(view.y + box.y * view.zoom, box.height * view.zoom, canvas.height);
  return x === 0 && y === 0 ? null : { x: view.x + x, y: view.y + y, zoom: view.zoom };
}

/** How far a stretch that begins at `start` must go to stand inside `room`. */
function shift(start: number, length: number, room: number): number {
  const margin = Math.min(MARGIN, Math.max(0, (room - length) / 2));
  if (start < margin) return margin - start;
  const over = start + length - (room - margin);
  return over > 0 ? -Math.min(over, start - margin) : 0;
}
