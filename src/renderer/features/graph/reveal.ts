/** Margin between the revealed node and the edge of the canvas, in screen pixels. */
const MARGIN = 24;

interface View {
  /** Origin of the graph in screen pixels, and the number of screen pixels per graph unit. */
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
 * The view moved just far enough to show a box of the graph; null when the box is already visible. A box larger than
 * the canvas is shown from its start.
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

/** Pixels by which to shift a range that begins at `start` so that it fits into `room`. */
function shift(start: number, length: number, room: number): number {
  const margin = Math.min(MARGIN, Math.max(0, (room - length) / 2));
  if (start < margin) return margin - start;
  const over = start + length - (room - margin);
  return over > 0 ? -Math.min(over, start - margin) : 0;
}
