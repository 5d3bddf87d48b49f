import { useReactFlow, type Viewport } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { LANE_WIDTH } from './geometry.ts';
import { lookNow, rememberLook } from './remembered-view.ts';

/** Space to the right of the last lane, where a drop creates a new phase. */
const NEW_PHASE_ROOM = 80;
const MARGIN = 12;
const LEAST_ZOOM = 0.15;

interface Fit {
  /** Fits all lanes into the view, and keeps fitting them. */
  fit(): void;
  /** For `onMoveStart`. */
  moved(event: unknown): void;
  /** For `onMoveEnd`. */
  rests(event: unknown, view: Viewport): void;
  /** Keeps the current view, because code moved it on behalf of the person. */
  held(): void;
}

/**
 * Keeps all lanes in view while panes are resized or phases added, until the person moves the view. The moved view is
 * remembered.
 */
export function useFit(
  canvas: RefObject<HTMLElement | null>,
  { lanes, height }: { lanes: number; height: number },
): Fit {
  const { setViewport } = useReactFlow();
  const held = useRef(false);
  const begun = useRef(false);
  const show = useCallback(() => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const width = Math.max(1, lanes) * LANE_WIDTH + NEW_PHASE_ROOM;
    const before = begun.current ? undefined : lookNow().view;
    begun.current = true;
    if (before && isSeen(before, { width, height }, box)) {
      held.current = true;
      setViewport(before);
      return;
    }
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
    // Never refit a view that the person has moved; code that adds a node reveals it.
    if (lanes >= 0 && !held.current) show();
  }, [lanes, show]);
  const fit = useCallback(() => {
    held.current = false;
    rememberLook(({ view: _view, ...look }) => look);
    show();
  }, [show]);
  const moved = useCallback((event: unknown) => {
    // Null when the code moved the view.
    if (event) held.current = true;
  }, []);
  const rests = useCallback((_event: unknown, view: Viewport) => {
    if (held.current) rememberLook((look) => ({ ...look, view }));
  }, []);
  const hold = useCallback(() => {
    held.current = true;
  }, []);
  return { fit, moved, rests, held: hold };
}

/** Whether a view shows any part of the graph; the window may have been larger when the view was saved. */
function isSeen(
  view: Viewport,
  graph: { readonly width: number; readonly height: number },
  box: { readonly width: number; readonly height: number },
): boolean {
  const right = view.x + graph.width * view.zoom;
  const bottom = view.y + graph.height * view.zoom;
  return (
    view.x < box.width - MARGIN && view.y < box.height - MARGIN && right > MARGIN && bottom > MARGIN
  );
}
