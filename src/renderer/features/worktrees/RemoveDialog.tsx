import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { WorktreeView } from '../../../shared/contract/worktrees.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { factWords, nameOf, savedWords } from './worktree-words.ts';

export interface WorktreeDialogProps {
  readonly project: string;
  readonly worktree: WorktreeView;
  onClose(): void;
}

/** Dialog that says what happens to the content of a worktree before it is removed. */
export function RemoveDialog({ project, worktree, onClose }: WorktreeDialogProps) {
  const { api } = useLink();
  const [busy, setBusy] = useState(false);
  const [ignoreTeardown, ignore] = useState(false);
  const { path } = worktree;
  const remove = async () => {
    setBusy(true);
    const done = await act(() =>
      api.worktrees.remove({ project, path, ...(ignoreTeardown ? { ignoreTeardown } : {}) }),
    );
    setBusy(false);
    if (!done) return;
    toast.success(`Removed ${nameOf(path)}.`, { description: 'It can be restored for 30 days.' });
    onClose();
  };
  return (
    <Dialog
      open
      title={`Remove ${nameOf(path)}?`}
      lead={path}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" icon={Trash2} disabled={busy} onClick={remove}>
            Remove
          </Button>
        </>
      }
    >
      <p className="mb-2">{factWords(worktree, Date.now())}</p>
      <ul className="mb-3 list-disc pl-5 text-muted">
        {savedWords(worktree).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Checkbox
        label="Remove it even if the project's teardown line fails"
        checked={ignoreTeardown}
        onToggle={async (on) => {
          ignore(on);
          return true;
        }}
      />
    </Dialog>
  );
}
