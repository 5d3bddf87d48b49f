import { useMemo } from 'react';
import { toast } from 'sonner';
import type { Failure } from '../../shared/contract/common.ts';
import type { PlanGesture, PlanView } from '../../shared/contract/plan.ts';
import type { PlanChange, PlanEditFailure } from '../../shared/plan/model.ts';
import { type Api, type Trouble, troubleOf, useLink } from '../link/index.ts';
import { act } from './act.ts';
import { describeTrouble } from './trouble.ts';
import { useWorkspace } from './workspace.ts';

/** Why a text was not saved. `later`: a retry may succeed once the plan file has changed. */
export interface Unwritten {
  readonly why: string;
  readonly later: boolean;
}

export interface PlanEditing {
  /** Sends one change; false if it was refused, which has already been reported. */
  edit(change: PlanChange): Promise<boolean>;
  /** Sends the text of a field. Null if it was saved; otherwise the field shows the reason itself. */
  write(change: PlanChange, typing: string): Promise<Unwritten | null>;
  /** Sends the changes of one gesture, which apply together or not at all. */
  gesture(gesture: PlanGesture): Promise<boolean>;
  undo(): Promise<boolean>;
  redo(): Promise<boolean>;
}

/** Number of edits sent without an answer yet. */
let underWay = 0;

/** Whether an edit is pending. Undo then waits for it, and what Undo would do is known only afterwards. */
export function editUnderWay(): boolean {
  return underWay > 0;
}

/** Edits of the open plan; returns the same object for the life of the link. */
export function usePlanEditing(): PlanEditing {
  const { api } = useLink();
  return useMemo(() => editingOver(api), [api]);
}

/** Shows the answer to an edit immediately; the stream delivers the same view later. */
function editingOver(api: Api): PlanEditing {
  async function take(
    question: (target: { project: string; file: string }) => Promise<PlanView>,
  ): Promise<boolean> {
    const target = planTarget();
    const before = useWorkspace.getState().plan;
    if (!target) return false;
    underWay += 1;
    const view = await question(target).finally(() => {
      underWay -= 1;
    });
    useWorkspace.getState().setPlan(view);
    sayNewErrors(before, view);
    return true;
  }
  const ask = async (question: Parameters<typeof take>[0]) =>
    (await act(() => take(question))) ?? false;
  const sent = (gesture: PlanGesture) => (target: { project: string; file: string }) => {
    const seen = useWorkspace.getState().plan?.revision;
    return api.plan.edit({ ...target, gesture, ...(seen === undefined ? {} : { seen }) });
  };
  const gesture = (made: PlanGesture) => ask(sent(made));
  return {
    edit: (change) => gesture({ changes: [change] }),
    async write(change, typing) {
      try {
        await take(sent({ changes: [change], typing }));
        return null;
      } catch (thrown) {
        return unwritten(troubleOf(thrown));
      }
    },
    gesture,
    undo: () => ask((target) => api.plan.undo(target)),
    redo: () => ask((target) => api.plan.redo(target)),
  };
}

/** Failures caused by the text itself: sending it again would fail again. */
const OF_THE_TEXT: ReadonlySet<Failure['code']> = new Set([
  'plan.cycle',
  'plan.needsSync',
  'plan.duplicateName',
  'plan.unknownNode',
  'plan.invalidName',
  'plan.severalWait',
  'plan.wouldBreak',
  'plan.invalidEdge',
] satisfies PlanEditFailure['code'][]);

function unwritten(trouble: Trouble): Unwritten {
  const words = describeTrouble(trouble);
  const later = trouble.kind !== 'failure' || !OF_THE_TEXT.has(trouble.failure.code);
  return { why: words ? `${words.title} ${words.detail}` : 'It was not saved.', later };
}

/**
 * Warns about errors that an edit has just introduced, although the edit was allowed; the warning goes away when the
 * error is fixed.
 */
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
