import { useReactFlow } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { LANE_WIDTH } from './geometry.ts';

/** Room to the right of the last lane, where a drop makes a new phase. */
const NEW_PHASE_ROOM = 80;
const MARGIN = 12;
const LEAST_ZOOM = 0.15;

/**
 * Keeps all lanes in view while panes change size or phases are added, until the person moves the view. Gives a
 * function that shows everything again.
 */
export function useFit(
  canvas: RefObject<HTMLElement | null>,
  { lanes, height }: { lanes: number; height: number },
): { fit(): void; moved(event: unknown): void; held(): void } {
  const { setViewport } = useReactFlow();
  const held = useRef(false);
  const show = useCallback(() => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const width = Math.max(1, lanes) * LANE_WIDTH + NEW_PHASE_ROOM;
    const zoom = Math.max(
      LEAST_ZOOM,
      Math.min(1, (box.width - 2 * MARGIN) / width, (box.height - 2 * MARGIN) / height),
    );
    setViewport({ x: Math.max(MARGIN, (box.width - width * zoom) / 2), y: MARGIN, zoom });
  }, [canvas, lanes, height, setViewport]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (!held.current) show();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [canvas, show]);
  useEffect(() => {
    // Where the person has moved the view, it stays: what is new is shown by whoever adds it.
    if (lanes >= 0 && !held.current) show();
  }, [lanes, show]);
  const fit = useCallback(() => {
    held.current = false;
    show();
  }, [show]);
  const moved = useCallback((event: unknown) => {
    // Null when the code moved the view.
    if (event) held.current = true;
  }, []);
  const hold = useCallback(() => {
    held.current = true;
  }, []);
  return { fit, moved, held: hold };
}
