import { CircleCheck, CircleDashed, Lightbulb } from 'lucide-react';
import type { Conflict } from '../../../shared/contract/resolve.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { kindWords, progressWords, settledWords } from './conflict-words.ts';

interface ConflictFilesProps {
  readonly conflicts: readonly Conflict[];
  /** Ids of the conflicts that a session has proposed a resolution for. */
  readonly proposed: readonly string[];
  readonly shown: string | null;
  onPick(id: string): void;
}

/** The list of files in conflict: kind of conflict, agents, and whether it is resolved. */
export function ConflictFiles({ conflicts, proposed, shown, onPick }: ConflictFilesProps) {
  const run = useWorkspace((state) => state.run);
  return (
    <nav
      aria-label="Files in conflict"
      className="flex w-60 shrink-0 flex-col border-line border-r bg-surface"
    >
      <p role="status" className="border-line border-b px-3 py-1.5 text-muted text-sm">
        {progressWords(conflicts)}
      </p>
      <ul className="min-h-0 flex-1 overflow-y-auto p-1">
        {conflicts.map((conflict) => (
          <li key={conflict.id}>
            <button
              type="button"
              aria-current={conflict.id === shown}
              onClick={() => onPick(conflict.id)}
              className="flex w-full items-start gap-2 rounded-md px-2 py-1 text-left hover:bg-hover aria-[current=true]:bg-accent-soft"
            >
              {conflict.state === 'resolved' ? (
                <CircleCheck
                  size={14}
                  aria-label="settled"
                  className="mt-0.5 shrink-0 text-finished"
                />
              ) : (
                <CircleDashed size={14} aria-label="open" className="mt-0.5 shrink-0 text-failed" />
              )}
              <span className="min-w-0 flex-1">
                <code className="block text-xs [overflow-wrap:anywhere]">{conflict.path}</code>
                <span className="block text-muted text-xs">
                  {conflict.state === 'resolved'
                    ? settledWords(conflict)
                    : kindWords(conflict, (agent) => titleOf(run, agent))}
                </span>
                <span className="block text-muted text-xs" dir="auto">
                  {conflict.agents.map((agent) => titleOf(run, agent)).join(', ')}
                </span>
              </span>
              {conflict.state === 'open' && proposed.includes(conflict.id) && (
                <Lightbulb
                  size={13}
                  aria-label="has a proposal"
                  className="mt-0.5 shrink-0 text-needs"
                />
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
