import { useState } from 'react';
import { toast } from 'sonner';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';
import type { WorktreeDialogProps } from './RemoveDialog.tsx';
import { nameOf } from './worktree-words.ts';

/** Dialog that assigns an existing worktree to an agent without one. */
export function AdoptDialog({ project, worktree, onClose }: WorktreeDialogProps) {
  const { api } = useLink();
  const run = useWorkspace((state) => state.run);
  const without = run?.agents.filter((agent) => agent.worktree === null) ?? [];
  const [picked, pick] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const agent = picked ?? without[0]?.name ?? null;
  const adopt = async () => {
    if (!run || agent === null) return;
    const { feature } = run;
    setBusy(true);
    const done = await act(() =>
      api.worktrees.adopt({ project, path: worktree.path, feature, agent }),
    );
    setBusy(false);
    if (!done) return;
    toast.success(`${nameOf(worktree.path)} is now the worktree of ${agent}.`);
    onClose();
  };
  return (
    <Dialog
      open
      title={`Adopt ${nameOf(worktree.path)}`}
      lead="Assigns it to an agent without a worktree. Its branch and files are not changed."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={agent === null || busy} onClick={adopt}>
            Adopt
          </Button>
        </>
      }
    >
      {without.length === 0 ? (
        <p className="text-muted">Every agent of this plan has a worktree.</p>
      ) : (
        <Field label="Agent">
          {(ids) => (
            <select
              {...ids}
              className={CONTROL}
              value={agent ?? ''}
              onChange={(event) => pick(event.target.value)}
            >
              {without.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </Dialog>
  );
}
