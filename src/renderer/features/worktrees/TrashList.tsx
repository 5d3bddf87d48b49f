import { RotateCcw } from 'lucide-react';
import { toast } from 'sonner';
import type { TrashView } from '../../../shared/contract/worktrees.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { Button } from '../../ui/Button.tsx';
import { agoWords, leftWords, sizeWords } from '../../ui/measure.ts';
import { nameOf } from './worktree-words.ts';

interface TrashListProps {
  readonly project: string;
  readonly trash: readonly TrashView[];
  onRestored(): void;
}

/** Removed worktrees, newest first, with the number of days left to restore each. */
export function TrashList({ project, trash, onRestored }: TrashListProps) {
  const { api } = useLink();
  if (trash.length === 0) return null;
  const now = Date.now();
  const restore = async (id: string) => {
    const done = await act(() => api.worktrees.restore({ project, id }));
    if (!done) return;
    toast.success(`Restored to ${done.path}.`);
    onRestored();
  };
  return (
    <section aria-label="Trash">
      <h3 className="font-medium text-muted text-sm">Removed, restorable</h3>
      <ul>
        {trash
          .toSorted((a, b) => b.at - a.at)
          .map((item) => (
            <li key={item.id} className="flex items-center gap-3 border-line border-b py-1">
              <div className="min-w-0 flex-1">
                <p className="truncate" title={item.path}>
                  {nameOf(item.path)}
                  {item.branch && <code className="ml-2 text-muted text-xs">{item.branch}</code>}
                </p>
                <p className="text-muted text-sm">
                  {[
                    `removed ${agoWords(item.at, now)}`,
                    leftWords(item.expires, now),
                    item.bytes === null ? null : sizeWords(item.bytes),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </div>
              <Button
                icon={RotateCcw}
                aria-label={`Restore ${nameOf(item.path)}`}
                onClick={() => restore(item.id)}
              >
                Restore
              </Button>
            </li>
          ))}
      </ul>
    </section>
  );
}
