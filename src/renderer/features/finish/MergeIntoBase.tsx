import { GitMerge, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { FinishView } from '../../../shared/contract/finish.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { Button } from '../../ui/Button.tsx';
import { CONTROL } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { mergeWords } from './finish-words.ts';
import type { Doing, FinishTarget } from './use-finish.ts';

interface MergeIntoBaseProps {
  readonly view: FinishView;
  readonly target: FinishTarget;
  readonly busy: boolean;
  readonly doing: Doing;
  onChanged(): void;
}

/** Merges the feature branch into the base by the same steps as a sync point, and undoes that merge. */
export function MergeIntoBase({ view, target, busy, doing, onChanged }: MergeIntoBaseProps) {
  const { api } = useLink();
  const [strategy, choose] = useState<'merge' | 'squash'>('merge');
  const [failed, setFailed] = useState<string | null>(null);
  const { merge, base } = view;
  const start = async () => {
    setFailed(null);
    const result = await doing('Merging', () => api.finish.merge({ ...target, strategy }));
    if (!result) return;
    if (result.outcome === 'landed') toast.success(`Merged into ${base}.`);
    else setFailed([result.culprit, result.message].filter(Boolean).join('. ') || result.outcome);
  };
  const undo = async () => {
    const answer = await act(() => api.finish.undo(target));
    if (answer?.outcome === 'undone') toast.success(`${base} is back at its earlier commit.`);
    if (answer?.outcome === 'refused') toast.error(answer.reason ?? 'The merge was not undone.');
    onChanged();
  };
  return (
    <section aria-label="Merge into the base" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1">
          <h3 className="font-medium">Merge into {base}</h3>
          <p className="text-muted [overflow-wrap:anywhere]">{mergeWords(view)}</p>
        </div>
        {merge.landed === null ? (
          <>
            <select
              aria-label="How to merge"
              className={`${CONTROL} w-auto!`}
              value={strategy}
              onChange={(event) => choose(event.target.value === 'squash' ? 'squash' : 'merge')}
            >
              <option value="merge">Merge commit</option>
              <option value="squash">Squash into one commit</option>
            </select>
            <Button icon={GitMerge} disabled={busy || !merge.possible} onClick={start}>
              Merge into {base}
            </Button>
          </>
        ) : (
          <Button icon={Undo2} disabled={busy || !merge.undo.possible} onClick={undo}>
            Undo the merge into {base}
          </Button>
        )}
      </div>
      {failed && <Notice live tone="bad" title={failed} />}
    </section>
  );
}
