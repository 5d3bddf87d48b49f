import { type Edge, useReactFlow, useStoreApi } from '@xyflow/react';
import {
  type Dispatch,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  type SetStateAction,
  useCallback,
  useEffect,
  useRef,
} from 'react';
import { enterPane } from '../../page/panes.ts';
import { useSelection } from '../../page/selection.ts';
import { neighbour } from './arrow-keys.ts';
import type { PlanNode } from './flow.ts';
import { viewShowing } from './reveal.ts';

/** Pixels that an arrow key pans the view when no node has the focus. */
const PAN = 80;
const PANS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [PAN, 0],
  ArrowRight: [-PAN, 0],
  ArrowUp: [0, PAN],
  ArrowDown: [0, -PAN],
};

interface Given {
  readonly canvas: RefObject<HTMLElement | null>;
  readonly nodes: readonly PlanNode[];
  setEdges: Dispatch<SetStateAction<Edge[]>>;
  /** Called when the keyboard has panned the view. */
  held(): void;
}

interface Keyboard {
  /** Handlers for the element that holds the canvas. */
  readonly events: {
    onPointerDownCapture(): void;
    onMouseDownCapture(event: MouseEvent): void;
    onFocus(event: FocusEvent): void;
    onKeyDown(event: KeyboardEvent): void;
  };
  /** Focuses a node as soon as it is drawn, and pans the view if the node is out of sight. */
  enter(node: string): void;
  focus(): void;
}

/** Keyboard handling of the canvas. Keys act on the focused node or edge, so focusing also selects it. */
export function useKeyboard({ canvas, nodes, setEdges, held }: Given): Keyboard {
  const { getViewport, setViewport } = useReactFlow();
  const store = useStoreApi();
  const pressing = useRef(false);
  const awaited = useRef<string | null>(null);
  const focused = useRef<string | null>(null);

  useEffect(() => {
    const released = () => {
      pressing.current = false;
    };
    window.addEventListener('pointerup', released, true);
    window.addEventListener('pointercancel', released, true);
    return () => {
      window.removeEventListener('pointerup', released, true);
      window.removeEventListener('pointercancel', released, true);
    };
  }, []);

  const reveal = useCallback(
    (id: string) => {
      const { width, height, nodeLookup } = store.getState();
      const node = nodeLookup.get(id);
      if (!node) return;
      const box = {
        ...node.internals.positionAbsolute,
        width: node.measured.width ?? 0,
        height: node.measured.height ?? 0,
      };
      const view = viewShowing(getViewport(), { width, height }, box);
      if (view) setViewport(view);
    },
    [store, getViewport, setViewport],
  );

  const enter = useCallback(
    (id: string): boolean => {
      const element = nodeElement(canvas.current, id);
      if (!element) return false;
      element.focus({ preventScroll: true });
      reveal(id);
      return true;
    },
    [canvas, reveal],
  );

  // A newly added node is drawn and measured only in a later update of `nodes`.
  useEffect(() => {
    const id = awaited.current;
    const node = id === null ? undefined : nodes.find((one) => one.id === id);
    if (id !== null && node?.measured && enter(id)) awaited.current = null;
  }, [nodes, enter]);

  // Another program can delete the focused node; the canvas then takes the focus, else no element would have it.
  useEffect(() => {
    const id = focused.current;
    if (id === null || nodes.some((node) => node.id === id)) return;
    const drawn = requestAnimationFrame(() => {
      focused.current = null;
      if (document.activeElement === document.body) canvas.current?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(drawn);
  }, [nodes, canvas]);

  const events: Keyboard['events'] = {
    onPointerDownCapture() {
      pressing.current = true;
      awaited.current = null;
    },
    onMouseDownCapture(event) {
      // Shift and drag draws a selection box; it must not select the page's text as well.
      if (event.shiftKey) event.preventDefault();
    },
    onFocus(event) {
      const node = idOf(event.target, '.react-flow__node');
      focused.current = node;
      if (pressing.current) return;
      const edge = idOf(event.target, '.react-flow__edge');
      if (node === null && edge === null) return;
      useSelection.getState().select(node);
      if (node !== null) reveal(node);
      setEdges((last) => selectOnly(last, edge));
    },
    onKeyDown(event) {
      if (event.target instanceof Element && !event.target.closest('.react-flow')) {
        if (event.target !== canvas.current) return;
      }
      const node = idOf(event.target, '.react-flow__node');
      if (event.key === 'Enter' && node !== null) {
        event.preventDefault();
        // Tab would go through all other nodes first, and the inspector follows the focused node.
        enterPane('inspector');
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const pan = PANS[event.key];
      if (!pan || idOf(event.target, '.react-flow__edge') !== null) return;
      event.preventDefault();
      const to = node === null ? null : neighbour(centresOf(nodes), node, event.key);
      if (to !== null) {
        enter(to);
        return;
      }
      if (node !== null) return;
      const { x, y, zoom } = getViewport();
      held();
      setViewport({ x: x + pan[0], y: y + pan[1], zoom });
    },
  };
  return {
    events,
    enter(id) {
      awaited.current = id;
      if (nodes.find((one) => one.id === id)?.measured && enter(id)) awaited.current = null;
    },
    focus: () => canvas.current?.focus({ preventScroll: true }),
  };
}

function nodeElement(canvas: HTMLElement | null, id: string): HTMLElement | null {
  return (
    canvas?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`) ?? null
  );
}

function idOf(target: EventTarget, selector: string): string | null {
  const element = target instanceof Element ? target : null;
  return element?.matches(selector) ? element.getAttribute('data-id') : null;
}

/** Returns the edges with only the one with this id selected. */
export function selectOnly(edges: readonly Edge[], id: string | null): Edge[] {
  return edges.map((edge) =>
    (edge.selected ?? false) === (edge.id === id) ? edge : { ...edge, selected: edge.id === id },
  );
}

function centresOf(nodes: readonly PlanNode[]) {
  return nodes.map(({ id, position, measured }) => ({
    id,
    centre: {
      x: position.x + (measured?.width ?? 0) / 2,
      y: position.y + (measured?.height ?? 0) / 2,
    },
  }));
}
