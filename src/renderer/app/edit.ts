import { useMemo } from 'react';
import type { PlanView } from '../../shared/contract/plan.ts';
import type { PlanChange } from '../../shared/plan/model.ts';
import { type Api, useLink } from '../link/index.ts';
import { act } from './act.ts';
import { useWorkspace } from './workspace.ts';

export interface PlanEditing {
  /** Sends one change; false when it was refused, which has been said by then. */
  edit(change: PlanChange): Promise<boolean>;
  undo(): Promise<boolean>;
  redo(): Promise<boolean>;
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
    const view = target && (await act(() => question(target)));
    if (view) useWorkspace.getState().setPlan(view);
    return view !== null;
  }
  return {
    edit: (change) => ask((target) => api.plan.edit({ ...target, change })),
    undo: () => ask((target) => api.plan.undo(target)),
    redo: () => ask((target) => api.plan.redo(target)),
  };
}

function planTarget(): { project: string; file: string } | null {
  const { project, file } = useWorkspace.getState();
  return project && file ? { project: project.id, file } : null;
}
