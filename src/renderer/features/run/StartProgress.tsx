import { X } from 'lucide-react';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useStarting } from './starting.ts';

/** Strip with the progress while worktrees are created and sessions started. */
export function StartProgress() {
  const running = useStarting((state) => state.running);
  const shown = useWorkspace((state) => state.run?.feature);
  if (!running) return null;
  const what = running.feature === shown ? running.what : `${running.what} of ${running.feature}`;
  return (
    <div
      role="status"
      className="flex h-10 shrink-0 items-center gap-3 border-line border-b bg-accent-soft px-3"
    >
      <span className="min-w-0 flex-1 truncate">
        <span className="font-medium">Starting {what}</span>
        <span className="text-muted"> · {running.step}</span>
      </span>
      <span className="w-32">
        <ProgressBar label={`Starting ${what}`} done={running.done} total={running.total} />
      </span>
      {running.total > 0 && (
        <span className="text-muted text-sm">
          {running.done} of {running.total}
        </span>
      )}
      {running.log && (
        <details className="relative">
          <summary className="text-sm">Output</summary>
          <pre className="absolute right-0 z-30 max-h-64 w-[480px] overflow-auto rounded-md border border-line bg-sunken p-2 text-xs shadow-[var(--shadow)]">
            {running.log}
          </pre>
        </details>
      )}
      <Button icon={X} onClick={running.cancel}>
        Cancel start
      </Button>
    </div>
  );
}
