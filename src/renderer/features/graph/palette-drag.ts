import type { PointerEvent as ReactPointerEvent } from 'react';
import { toast } from 'sonner';
import type { PlanEditing } from '../../page/edit.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { useDrag } from './drag.ts';
import { judgeDrop, type Verdict } from './drop-target.ts';
import { dropNew, lanesNow, placesNow } from './graph-control.ts';
import { laneAt } from './lanes.ts';
import { nextSlot } from './place-nodes.ts';
import { roleTitle } from './roles.ts';

/** Pixels of movement after which a press is a drag, not a click. */
const DRAG_AFTER = 4;

interface Canvas {
  /** The graph's element: a drop outside it does nothing. */
  readonly element: HTMLElement | null;
  toFlow(point: { x: number; y: number }): { x: number; y: number };
}

/** Follows a role from the palette until the pointer is released. Resolves to whether it became a drag. */
export function dragRole(
  press: ReactPointerEvent,
  role: string,
  { canvas, editing }: { canvas: Canvas; editing: PlanEditing },
): Promise<boolean> {
  const from = { x: press.clientX, y: press.clientY };
  return new Promise((resolve) => {
    let dragging = false;
    const over = (event: PointerEvent): Verdict | null => {
      const box = canvas.element?.getBoundingClientRect();
      const { plan } = useWorkspace.getState();
      if (!box || !plan?.plan || !contains(box, event)) return null;
      const target = laneAt(lanesNow(), canvas.toFlow({ x: event.clientX, y: event.clientY }).x);
      const dropped = { kind: 'role', role } as const;
      return judgeDrop({ plan: plan.plan, lanes: lanesNow(), target, dropped });
    };
    const moved = (event: PointerEvent) => {
      const distance = Math.hypot(event.clientX - from.x, event.clientY - from.y);
      if (!dragging && distance < DRAG_AFTER) return;
      dragging = true;
      const verdict = over(event);
      const lane = lanesNow().find((one) => one.name === verdict?.lane);
      useDrag.setState({
        drag: {
          words: roleTitle(role),
          verdict,
          slot: nextSlot(lanesNow(), placesNow(), lane ?? null),
          pointer: { x: event.clientX, y: event.clientY },
        },
      });
    };
    const released = (event: PointerEvent) => {
      const verdict = dragging ? over(event) : null;
      finish();
      if (verdict?.kind === 'edit') dropNew(verdict.changes, editing);
      if (verdict?.kind === 'refused') toast.error(verdict.why);
    };
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      dragging = true;
      finish();
    };
    const finish = () => {
      window.removeEventListener('pointermove', moved);
      window.removeEventListener('pointerup', released);
      window.removeEventListener('pointercancel', finish);
      window.removeEventListener('keydown', pressed, true);
      useDrag.setState({ drag: null });
      resolve(dragging);
    };
    window.addEventListener('pointermove', moved);
    window.addEventListener('pointerup', released);
    window.addEventListener('pointercancel', finish);
    window.addEventListener('keydown', pressed, true);
  });
}

function contains(box: DOMRect, { clientX, clientY }: PointerEvent): boolean {
  return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
}
