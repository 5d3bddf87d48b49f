import { BrushCleaning, FolderGit2, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { WorktreeView } from '../../../shared/contract/worktrees.ts';
import { openOverlay } from '../../page/overlays.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { AdoptDialog } from './AdoptDialog.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { SetUpDialog } from './SetUpDialog.tsx';
import { TrashList } from './TrashList.tsx';
import type { WorktreeAction } from './use-worktrees.ts';
import { useWorktrees } from './use-worktrees.ts';
import { WorktreeRow } from './WorktreeRow.tsx';
import { countWords, inOrder } from './worktree-words.ts';

/** All worktrees of the project with their actions, and the removed ones that can be restored. */
export function WorktreesPane() {
  const project = useWorkspace((state) => state.project?.id ?? null);
  if (!project) return null;
  return <Listed project={project} />;
}

function Listed({ project }: { project: string }) {
  const { listed, problem, busy, refresh } = useWorktrees(project);
  const feature = useWorkspace((state) => state.run?.feature ?? null);
  const [asked, ask] = useState<{ action: WorktreeAction; worktree: WorktreeView } | null>(null);
  const close = () => {
    ask(null);
    refresh();
  };
  if (problem) {
    return (
      <div className="p-3">
        <Notice
          live
          tone="bad"
          title={problem}
          action={<Button onClick={refresh}>Try again</Button>}
        />
      </div>
    );
  }
  if (!listed) {
    return <p className="p-3 text-muted">{busy ? 'Checking every worktree…' : ''}</p>;
  }
  const worktrees = inOrder(listed.worktrees);
  if (worktrees.length === 0 && listed.trash.length === 0) {
    return (
      <EmptyState icon={FolderGit2} title="No worktrees yet">
        Each agent gets its own worktree when it starts. They are listed here, with leftovers and
        removed worktrees.
      </EmptyState>
    );
  }
  const dialog = asked && { project, worktree: asked.worktree, onClose: close };
  return (
    <div className="flex flex-col gap-3 p-3">
      <header className="flex flex-wrap items-center gap-2">
        <p role="status" className="min-w-0 flex-1 text-muted text-sm">
          {countWords(worktrees, feature)}
          {listed.pool.wanted > 0 && ` Pool: ${listed.pool.ready} of ${listed.pool.wanted} ready.`}
        </p>
        <IconButton label="Refresh" icon={RefreshCw} disabled={busy} onClick={refresh} />
        <Button icon={BrushCleaning} onClick={() => openOverlay('clean')}>
          Clean up
        </Button>
      </header>
      <ul aria-label="All worktrees" className="flex flex-col">
        {worktrees.map((worktree) => (
          <WorktreeRow
            key={worktree.path}
            project={project}
            worktree={worktree}
            onAsk={(action) => ask({ action, worktree })}
            onChanged={refresh}
          />
        ))}
      </ul>
      <TrashList project={project} trash={listed.trash} onRestored={refresh} />
      {dialog && asked?.action === 'remove' && <RemoveDialog {...dialog} />}
      {dialog && asked?.action === 'move' && <MoveDialog {...dialog} />}
      {dialog && asked?.action === 'adopt' && <AdoptDialog {...dialog} />}
      {dialog && asked?.action === 'set-up' && <SetUpDialog {...dialog} />}
    </div>
  );
}
