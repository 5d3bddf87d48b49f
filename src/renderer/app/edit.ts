import type { PlanChange } from '../../shared/plan/model.ts';
import { useLink } from '../link/index.ts';
import { act } from './act.ts';
import { useWorkspace } from './workspace.ts';

export interface PlanEditing {
  /** Sends one change; false when it was refused, which has been said by then. */
  edit(change: PlanChange): Promise<boolean>;
  undo(): Promise<void>;
  redo(): Promise<void>;
}

/** Edits of the open plan. The answer is shown at once; the stream follows with the same. */
export function usePlanEditing(): PlanEditing {
  const { api } = useLink();
  return {
    async edit(change) {
      const target = planTarget();
      if (!target) return false;
      const view = await act(() => api.plan.edit({ ...target, change }));
      if (view) useWorkspace.getState().setPlan(view);
      return view !== null;
    },
    async undo() {
      const target = planTarget();
      const view = target && (await act(() => api.plan.undo(target)));
      if (view) useWorkspace.getState().setPlan(view);
    },
    async redo() {
      const target = planTarget();
      const view = target && (await act(() => api.plan.redo(target)));
      if (view) useWorkspace.getState().setPlan(view);
    },
  };
}

function planTarget(): { project: string; file: string } | null {
  const { project, file } = useWorkspace.getState();
  return project && file ? { project: project.id, file } : null;
}
