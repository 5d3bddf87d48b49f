import { Square } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { openOverlay, useOverlays } from '../../page/overlays.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { livingSessions, queuedAgents } from './living-sessions.ts';
import { buttonWords, doingWords, stopAllWords, stoppedWords } from './stop-all-words.ts';

/** Asks before ending all sessions of the run, and lists which of them are working. */
export function StopAllDialog() {
  const open = useOverlays((state) => state.open === 'stop-all');
  const project = useWorkspace((state) => state.project?.id ?? null);
  const run = useWorkspace((state) => state.run);
  const { api } = useLink();
  const [busy, setBusy] = useState(false);
  if (!open || !project || !run) return null;
  const living = livingSessions(run);
  const queued = queuedAgents(run);
  const close = () => openOverlay(null);
  const stopAll = async () => {
    setBusy(true);
    const { feature } = run;
    const stop = (agents: readonly string[]) =>
      Promise.all(agents.map((agent) => api.session.stop({ project, feature, agent })));
    const done = await act(async () => {
      // Stop queued agents first: a session that ends frees a slot, and a queued agent would start in it.
      await stop(queued.map(({ name }) => name));
      return stop(living.map(({ agent }) => agent));
    });
    setBusy(false);
    if (!done) return;
    close();
    toast.success(stoppedWords(done.filter(({ stopped }) => stopped).length));
  };
  return (
    <Dialog
      open
      title="Stop all"
      lead={stopAllWords(living)}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            look="primary"
            icon={Square}
            disabled={busy || living.length + queued.length === 0}
            onClick={stopAll}
          >
            {buttonWords(living.length)}
          </Button>
        </>
      }
    >
      <ul className="list-disc pl-5">
        {living.map((one) => (
          <li key={one.agent}>
            {one.title} <span className="text-muted">· {doingWords(one)}</span>
          </li>
        ))}
      </ul>
      {queued.length > 0 && (
        <p className="mt-2">Taken off the queue: {queued.map(({ title }) => title).join(', ')}.</p>
      )}
    </Dialog>
  );
}
