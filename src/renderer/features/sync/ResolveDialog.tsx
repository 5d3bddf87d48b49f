import type { RunView, SyncView } from '../../../shared/contract/run.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { conflictWords } from './words.ts';

interface ResolveDialogProps {
  readonly sync: SyncView;
  readonly run: RunView;
  readonly files: readonly { readonly path: string; readonly agents: readonly string[] }[];
  readonly open: boolean;
  onClose(): void;
}

/** The way out of a conflict: merge the other branch in one agent's worktree, settle it there, sync again. */
export function ResolveDialog({ sync, run, files, open, onClose }: ResolveDialogProps) {
  const names = [...new Set(files.flatMap((file) => file.agents))];
  const agents = (names.length > 0 ? names : sync.merges).flatMap(
    (name) => run.agents.find((agent) => agent.name === name) ?? [],
  );
  // The later branch in merge order takes up the earlier ones.
  const home = agents.findLast((agent) => agent.worktree !== null);
  const others = agents.filter((agent) => agent !== home);
  return (
    <Dialog
      wide
      title={`Resolve the conflict of ${sync.title}`}
      lead={conflictWords(files)}
      open={open}
      onClose={onClose}
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <ol className="flex list-decimal flex-col gap-3 pl-5">
        <li>
          In the worktree of {home?.title ?? 'one of the agents'}, merge the other branch. Its
          session can do it, or you in a terminal:
          <pre className="mt-1 overflow-x-auto rounded-md border border-line bg-sunken p-2">
            {home?.worktree && `cd ${home.worktree}\n`}
            {others.length > 0
              ? others.map((agent) => `git merge ${agent.branch}`).join('\n')
              : `git merge ${run.featureBranch}`}
          </pre>
        </li>
        <li>
          Settle these files and commit:
          <ul className="mt-1">
            {files.map((file) => (
              <li key={file.path}>
                <code className="text-xs">{file.path}</code>
                <span className="text-muted"> · {file.agents.join(', ')}</span>
              </li>
            ))}
          </ul>
        </li>
        <li>Come back and merge again; nothing has landed so far.</li>
      </ol>
    </Dialog>
  );
}
