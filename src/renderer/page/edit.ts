import { useMemo } from 'react';
import { toast } from 'sonner';
import type { PlanGesture, PlanView } from '../../shared/contract/plan.ts';
import type { PlanChange } from '../../shared/plan/model.ts';
import { type Api, useLink } from '../link/index.ts';
import { act } from './act.ts';
import { useWorkspace } from './workspace.ts';

export interface PlanEditing {
  /** Sends one change; false when it was refused, which has been said by then. */
  edit(change: PlanChange, typing?: string): Promise<boolean>;
  /** Sends what one gesture does, all of it or nothing. */
  gesture(gesture: PlanGesture): Promise<boolean>;
  undo(): Promise<boolean>;
  redo(): Promise<boolean>;
}

/** Edits that were sent and are not answered. */
let underWay = 0;

/** Whether an edit is on its way: what Undo would then do is known a moment later, and it comes after that edit. */
export function editUnderWay(): boolean {
  return underWay > 0;
}

/** Edits of the open plan; the same object for the life of the link. */
export function usePlanEditing(): PlanEditing {
  const { api } = useLink();
  return useMemo(() => editingOver(api), [api]);
}

/** The answer to an edit is shown at once; the stream follows with the same. */
function editingOver(api: Api): PlanEditing {
  async function ask(
    question: (target: { project: string; file: string }) => Promise<PlanView>,
  ): Promise<boolean> {
    const target = planTarget();
    const before = useWorkspace.getState().plan;
    underWay += 1;
    const view = target && (await act(() => question(target)));
    underWay -= 1;
    if (view) {
      useWorkspace.getState().setPlan(view);
      sayNewErrors(before, view);
    }
    return view !== null;
  }
  const gesture = (made: PlanGesture) =>
    ask((target) => api.plan.edit({ ...target, gesture: made }));
  return {
    edit: (change, typing) => gesture({ changes: [change], typing }),
    gesture,
    undo: () => ask((target) => api.plan.undo(target)),
    redo: () => ask((target) => api.plan.redo(target)),
  };
}

/** An edit that is possible and still leaves the plan in a state that cannot be run says so at once, until it is mended. */
function sayNewErrors(before: PlanView | null, after: PlanView): void {
  const errors = (view: PlanView | null) =>
    (view?.findings ?? []).filter(({ severity }) => severity === 'error');
  const [known, now] = [before, after].map((view) => errors(view).map(({ message }) => message));
  for (const message of known ?? []) if (!now?.includes(message)) toast.dismiss(message);
  const fresh = errors(after).find(({ message }) => !known?.includes(message));
  if (!fresh) return;
  toast.warning(fresh.message, { id: fresh.message, description: fresh.fix ?? undefined });
}

function planTarget(): { project: string; file: string } | null {
  const { project, file } = useWorkspace.getState();
  return project && file ? { project: project.id, file } : null;
}
