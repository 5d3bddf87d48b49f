import { Square } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { act } from '../../app/act.ts';
import { openOverlay, useOverlays } from '../../app/overlays.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { useLink } from '../../link/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { livingSessions } from './living-sessions.ts';
import { doingWords, stopAllWords, stoppedWords } from './stop-all-words.ts';

/** Asks before every session of the run is ended, and says which of them work. */
export function StopAllDialog() {
  const open = useOverlays((state) => state.open === 'stop-all');
  const project = useWorkspace((state) => state.project?.id ?? null);
  const run = useWorkspace((state) => state.run);
  const { api } = useLink();
  const [busy, setBusy] = useState(false);
  if (!open || !project || !run) return null;
  const living = livingSessions(run);
  const close = () => openOverlay(null);
  const stopAll = async () => {
    setBusy(true);
    const { feature } = run;
    const done = await act(() =>
      Promise.all(living.map(({ agent }) => api.session.stop({ project, feature, agent }))),
    );
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
            disabled={busy || living.length === 0}
            onClick={stopAll}
          >
            {living.length === 1 ? 'Stop 1 session' : `Stop ${living.length} sessions`}
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
    </Dialog>
  );
}
