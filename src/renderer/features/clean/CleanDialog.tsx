import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { CleanResult } from '../../../shared/contract/worktrees.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { openOverlay, useOverlays } from '../../page/overlays.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { nothingWords, removedWords } from './clean-words.ts';
import { type Ending, EndSessions } from './EndSessions.tsx';

/** Dialog that lists which worktrees would be removed and which kept, with reasons, before anything is removed. */
export function CleanDialog() {
  const open = useOverlays((state) => state.open === 'clean');
  const project = useWorkspace((state) => state.project?.id ?? null);
  if (!open || !project) return null;
  return <Proposal project={project} />;
}

function Proposal({ project }: { project: string }) {
  const { api } = useLink();
  const [proposal, setProposal] = useState<CleanResult | null>(null);
  const [ending, setEnding] = useState<Ending>({ idle: true, working: false });
  const endSessions = ending.working ? 'all' : ending.idle ? 'idle' : 'none';
  const [busy, setBusy] = useState(false);
  const close = () => openOverlay(null);
  useEffect(() => {
    let latest = true;
    act(() => api.worktrees.clean({ project, apply: false, endSessions })).then((found) => {
      if (!latest) return;
      if (found) setProposal(found);
      else openOverlay(null);
    });
    return () => {
      latest = false;
    };
  }, [api, project, endSessions]);
  const apply = async () => {
    setBusy(true);
    const done = await act(() => api.worktrees.clean({ project, apply: true, endSessions }));
    setBusy(false);
    if (!done) return;
    close();
    toast.success(removedWords(done.removed.length), {
      description: done.trash.length > 0 ? 'Each can be restored for 30 days.' : '',
    });
  };
  const count = proposal?.removed.length ?? 0;
  return (
    <Dialog
      wide
      open
      title="Clean up"
      lead="Worktrees whose work is merged are removed; anything that would be lost is kept."
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" icon={Trash2} disabled={busy || count === 0} onClick={apply}>
            {count === 1 ? 'Remove 1 worktree' : `Remove ${count} worktrees`}
          </Button>
        </>
      }
    >
      {proposal ? (
        <div className="flex flex-col gap-4">
          {proposal.sessions && proposal.sessions.length > 0 && (
            <EndSessions sessions={proposal.sessions} ending={ending} onEnding={setEnding} />
          )}
          <section aria-label="Removed">
            <h3 className="font-medium">Would be removed</h3>
            {count === 0 && <p className="text-muted">{nothingWords(proposal)}</p>}
            <ul>
              {proposal.removed.map((path) => (
                <li key={path}>
                  <code className="text-xs [overflow-wrap:anywhere]">{path}</code>
                </li>
              ))}
            </ul>
          </section>
          {count > 0 && (
            <p className="text-muted">
              Each folder goes to the trash and can be restored for 30 days; the branch of an agent
              that is merged goes with it. The feature branch stays, and so does the integration
              worktree, where merges are verified.
            </p>
          )}
          {proposal.kept.length > 0 && (
            <section aria-label="Kept">
              <h3 className="font-medium">Kept</h3>
              <ul>
                {proposal.kept.map(({ path, reason }) => (
                  <li key={path}>
                    <code className="text-xs [overflow-wrap:anywhere]">{path}</code>
                    <span className="text-muted"> · {reason}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      ) : (
        <p className="text-muted">Checking every worktree…</p>
      )}
    </Dialog>
  );
}
