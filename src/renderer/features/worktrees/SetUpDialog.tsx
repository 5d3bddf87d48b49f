import { Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { follow } from '../../page/follow-progress.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { LogView } from '../../ui/LogView.tsx';
import type { WorktreeDialogProps } from './RemoveDialog.tsx';

/** Dialog with the output of an agent's last set-up, and a button to run it again. */
export function SetUpDialog({ project, worktree, onClose }: WorktreeDialogProps) {
  const { api } = useLink();
  const { feature, agent } = worktree;
  const [log, setLog] = useState<string | null>(null);
  const [words, setWords] = useState('Reading…');
  const [running, setRunning] = useState(false);
  useEffect(() => {
    if (!feature || !agent) return;
    act(() => api.worktrees.setUpLog({ project, feature, agent })).then((found) => {
      setLog(found?.text ?? null);
      setWords(
        found?.text == null ? 'The set-up has not run here yet.' : 'Output of the last set-up:',
      );
    });
  }, [api, project, feature, agent]);
  const run = async () => {
    if (!feature || !agent) return;
    setRunning(true);
    setLog('');
    setWords('Setting up…');
    const done = await act(async () =>
      follow(await api.worktrees.setUp({ project, feature, agent }), (event) => {
        if (event.kind === 'log') setLog((last) => (last ?? '') + event.text);
      }),
    );
    const exit = done?.exit ?? null;
    setRunning(false);
    if (exit === 0) setWords('The set-up succeeded.');
    else
      setWords(
        exit === null ? 'The set-up did not run.' : `The set-up failed with exit code ${exit}.`,
      );
  };
  return (
    <Dialog
      wide
      open
      title={`Set-up of ${agent ?? 'this worktree'}`}
      lead={worktree.path}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button look="primary" icon={Play} disabled={running} onClick={run}>
            Run set-up again
          </Button>
        </>
      }
    >
      <p role="status" className="mb-2">
        {words}
      </p>
      {log !== null && <LogView label="Output of the set-up" text={log} />}
    </Dialog>
  );
}
