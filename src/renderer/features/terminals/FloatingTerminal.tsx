import { GripVertical } from 'lucide-react';
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useState,
  useSyncExternalStore,
} from 'react';
import { createPortal } from 'react-dom';
import type { FloatingPlace } from '../../../shared/contract/layout.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { withinView } from './pane-layout.ts';

/** Pixels that one press of an arrow key moves or resizes. */
const STEP = 24;

interface FloatingTerminalProps {
  place: FloatingPlace;
  onPlace(place: FloatingPlace): void;
  /** Renders the pane; `grip` goes into its header. */
  children(grip: ReactNode): ReactNode;
}

/**
 * A terminal floating over the window. Its header moves it and its corner resizes it; the arrow keys on its grip do
 * both.
 */
export function FloatingTerminal({ place, onPlace, children }: FloatingTerminalProps) {
  const room = useWindowSize();
  const [dragged, setDragged] = useState<FloatingPlace | null>(null);
  const shown = withinView(dragged ?? place, room);

  const drag = (event: PointerEvent<HTMLElement>, how: 'move' | 'size') => {
    const { currentTarget, pointerId, clientX, clientY } = event;
    if (event.button !== 0) return;
    event.preventDefault();
    currentTarget.setPointerCapture(pointerId);
    let last = shown;
    const move = (now: globalThis.PointerEvent) => {
      const by = { x: now.clientX - clientX, y: now.clientY - clientY };
      last = withinView(changed(shown, by, how), room);
      setDragged(last);
    };
    const end = () => {
      currentTarget.removeEventListener('pointermove', move);
      setDragged(null);
      onPlace(last);
    };
    currentTarget.addEventListener('pointermove', move);
    currentTarget.addEventListener('lostpointercapture', end, { once: true });
  };
  const press = (event: KeyboardEvent) => {
    const by = ARROWS[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    onPlace(withinView(changed(shown, by, event.shiftKey ? 'size' : 'move'), room));
  };

  return createPortal(
    <div
      className="fixed z-20 flex rounded-md shadow-[var(--shadow)] [&>section]:flex-1"
      style={{ left: shown.x, top: shown.y, width: shown.width, height: shown.height }}
      onPointerDown={(event) => {
        const { target } = event;
        const onHeader = target instanceof Element && target.closest('header') !== null;
        if (onHeader && !target.closest('button')) drag(event, 'move');
      }}
    >
      {children(
        <IconButton
          label="Move: arrow keys; with Shift, resize"
          icon={GripVertical}
          className="-ml-1.5 w-5 cursor-move"
          onKeyDown={press}
          onPointerDown={(event) => drag(event, 'move')}
        />,
      )}
      <div
        aria-hidden
        className="absolute right-0 bottom-0 size-3.5 cursor-nwse-resize rounded-br-md border-accent/60 border-r-2 border-b-2"
        onPointerDown={(event) => drag(event, 'size')}
      />
    </div>,
    document.body,
  );
}

const ARROWS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

function changed(
  place: FloatingPlace,
  by: { readonly x: number; readonly y: number },
  how: 'move' | 'size',
): FloatingPlace {
  if (how === 'move') return { ...place, x: place.x + by.x, y: place.y + by.y };
  return { ...place, width: place.width + by.x, height: place.height + by.y };
}

/** The window size; rerenders when it changes. */
function useWindowSize() {
  const width = useSyncExternalStore(followWindow, () => window.innerWidth);
  const height = useSyncExternalStore(followWindow, () => window.innerHeight);
  return { width, height };
}

function followWindow(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}
