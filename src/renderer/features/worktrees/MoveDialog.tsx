import { useState } from 'react';
import { toast } from 'sonner';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';
import type { WorktreeDialogProps } from './RemoveDialog.tsx';
import { nameOf } from './worktree-words.ts';

/** Dialog that moves a worktree to another folder. */
export function MoveDialog({ project, worktree, onClose }: WorktreeDialogProps) {
  const { api } = useLink();
  const [to, setTo] = useState(worktree.path);
  const [busy, setBusy] = useState(false);
  const move = async () => {
    setBusy(true);
    const done = await act(() =>
      api.worktrees.move({ project, path: worktree.path, to: to.trim() }),
    );
    setBusy(false);
    if (!done) return;
    toast.success(`Moved to ${done.path}.`);
    onClose();
  };
  const same = to.trim() === '' || to.trim() === worktree.path;
  return (
    <Dialog
      open
      title={`Move ${nameOf(worktree.path)}`}
      lead="Stop its session first. Git and the run will use the new folder."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={same || busy} onClick={move}>
            Move
          </Button>
        </>
      }
    >
      <Field label="New folder" hint="An absolute path that does not exist yet.">
        {(ids) => (
          <input
            {...ids}
            className={`${CONTROL} font-code`}
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
