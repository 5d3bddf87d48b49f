import { FolderGit2, RotateCcw, X } from 'lucide-react';
import { showPane } from '../../page/panes.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { RestartOption } from './restart-option.ts';

interface EndBannerProps {
  words: string;
  restartOption: RestartOption;
  busy: boolean;
  onRestart(): void;
  onClose(): void;
}

/** Banner above the last screen of an ended session, with buttons to restart it or to restore its worktree. */
export function EndBanner({ words, restartOption, busy, onRestart, onClose }: EndBannerProps) {
  return (
    <div className="shrink-0 p-2">
      <Notice
        tone="info"
        title={words}
        live
        action={
          <>
            {restartOption.kind === 'restart' && (
              <Button icon={RotateCcw} disabled={busy} onClick={onRestart}>
                Start again
              </Button>
            )}
            {restartOption.kind === 'restore' && (
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
        {restartOption.why}
      </Notice>
    </div>
  );
}
