import { FolderGit2, RotateCcw, X } from 'lucide-react';
import { showPane } from '../../page/panes.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { WayOn } from './way-on.ts';

interface EndBannerProps {
  words: string;
  wayOn: WayOn;
  busy: boolean;
  onRestart(): void;
  onClose(): void;
}

/** Banner above the last screen of an ended session, with buttons to restart it or to restore its worktree. */
export function EndBanner({ words, wayOn, busy, onRestart, onClose }: EndBannerProps) {
  return (
    <div className="shrink-0 p-2">
      <Notice
        tone="info"
        title={words}
        live
        action={
          <>
            {wayOn.kind === 'restart' && (
              <Button icon={RotateCcw} disabled={busy} onClick={onRestart}>
                Start again
              </Button>
            )}
            {wayOn.kind === 'restore' && (
              <Button icon={FolderGit2} onClick={() => showPane('worktrees')}>
                Show worktrees
              </Button>
            )}
            <Button look="quiet" icon={X} onClick={onClose}>
              Close
            </Button>
          </>
        }
      >
        {wayOn.why}
      </Notice>
    </div>
  );
}
