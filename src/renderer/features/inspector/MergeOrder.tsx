import { ArrowDown, ArrowUp } from 'lucide-react';
import { shownTitle } from '../../../shared/names.ts';
import type { Sync } from '../../../shared/plan/model.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { IconButton } from '../../ui/IconButton.tsx';

interface MergeOrderProps {
  readonly name: string;
  readonly sync: Sync;
  readonly disabled: boolean;
  update(set: { merges: readonly string[] }): Promise<boolean>;
}

/** The branches of a sync point in merge order. */
export function MergeOrder({ sync, disabled, update }: MergeOrderProps) {
  const agents = useWorkspace((state) => state.plan?.plan?.agents);
  const swap = (index: number, by: -1 | 1) => {
    const merges = [...sync.merges];
    const [moved] = merges.splice(index, 1);
    if (moved === undefined) return;
    merges.splice(index + by, 0, moved);
    update({ merges });
  };
  return (
    <section aria-label="Merge order" className="min-w-0">
      <h3 className="mb-1 font-medium text-muted text-sm">Merge order</h3>
      {sync.merges.length === 0 && (
        <p className="text-muted text-sm">No agents yet. Connect one to it in the graph.</p>
      )}
      <ol>
        {sync.merges.map((key, index) => {
          const title = shownTitle(agents?.[key], key);
          return (
            <li key={key} className="flex h-8 items-center gap-1 border-line border-b">
              <span className="w-5 text-muted">{index + 1}</span>
              <span className="min-w-0 flex-1 truncate" dir="auto">
                {title}
              </span>
              <IconButton
                label={`Merge ${title} earlier`}
                icon={ArrowUp}
                disabled={disabled || index === 0}
                onClick={() => swap(index, -1)}
              />
              <IconButton
                label={`Merge ${title} later`}
                icon={ArrowDown}
                disabled={disabled || index === sync.merges.length - 1}
                onClick={() => swap(index, 1)}
              />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
