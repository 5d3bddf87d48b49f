import { FileSearch, GitMerge, ListChecks, RefreshCw, Undo2, Wrench } from 'lucide-react';
import { useId } from 'react';
import { toast } from 'sonner';
import type { RunView, SyncView } from '../../../shared/contract/run.ts';
import type { SyncPreview } from '../../../shared/contract/sync.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { useSelection } from '../../page/selection.ts';
import { openReview } from '../../page/sheets.ts';
import { Button } from '../../ui/Button.tsx';
import { CONTROL } from '../../ui/Field.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import type { Decisions } from './gate.ts';
import type { MergeOffer } from './merge-offer.ts';
import type { MergeOrder } from './merge-order.ts';
import { forget, merge, useMerging, verify } from './merge-sync.ts';
import { mergeWords, strategyWords } from './sync-words.ts';

interface SyncHeaderProps {
  readonly sync: SyncView;
  readonly run: RunView;
  readonly order: MergeOrder;
  readonly preview: SyncPreview | null;
  readonly decisions: Decisions;
  readonly offer: MergeOffer;
  readonly conflicts: boolean;
  onResolve(): void;
  readonly busy: boolean;
  onDecide(decisions: Decisions): void;
  onPreview(): void;
}

/** Title and state of the sync point, with the buttons for everything that can be done with it. */
export function SyncHeader(props: SyncHeaderProps) {
  const { sync, run, order, preview, decisions, offer, conflicts, busy } = props;
  const { onDecide, onPreview, onResolve } = props;
  const { api } = useLink();
  const running = useMerging((state) => state.running !== null);
  const aboutUndo = useId();
  const aboutMerge = useId();
  const done = sync.state === 'done';
  const isOver = done && (sync.leftOut ?? []).length === 0;
  const branches = offer.taking.length;
  const strategy = decisions.strategy ?? sync.strategy;
  const review = () => {
    const { project, feature } = order;
    openReview({ project, feature, subject: { kind: 'sync', sync: sync.name } });
  };
  const undo = async () => {
    const answer = await act(() => api.sync.undo(order));
    if (answer?.outcome === 'refused') toast.error(answer.reason ?? 'The merge was not undone.');
    if (answer?.outcome === 'undone') {
      forget(order);
      toast.success(`${sync.title} is undone; the feature branch is back at its earlier commit.`);
    }
  };
  return (
    <header className="flex flex-wrap items-center gap-2">
      <Menu
        heading="Sync points"
        entries={run.syncs.map((one) => ({
          label: one.title,
          run: () => useSelection.getState().select(one.name),
        }))}
      >
        <Button look="quiet" className="-ml-2.5 font-semibold" aria-label={`Chosen: ${sync.title}`}>
          {sync.title}
        </Button>
      </Menu>
      <StateChip state={sync.state === 'ready' && conflicts ? 'conflict' : sync.state} />
      <div className="min-w-40 flex-1 text-right text-muted text-sm">
        {done && <p id={aboutUndo}>{undoWords(sync)}</p>}
        {!isOver && (
          <p id={aboutMerge}>{offer.refusal ?? strategyWords(strategy, comingIn(preview))}</p>
        )}
      </div>
      {!isOver && (
        <Button
          icon={RefreshCw}
          disabled={busy || !offer.begun}
          aria-describedby={aboutMerge}
          onClick={onPreview}
        >
          Preview
        </Button>
      )}
      {!done && (
        <>
          <Button icon={FileSearch} disabled={conflicts || !offer.begun} onClick={review}>
            Review
          </Button>
          <Button
            icon={ListChecks}
            disabled={running || !offer.begun}
            aria-describedby={aboutMerge}
            onClick={() => verify(api, order)}
          >
            Run verification
          </Button>
        </>
      )}
      {done && (
        <Button
          icon={Undo2}
          disabled={!sync.undo.possible || running}
          aria-describedby={aboutUndo}
          onClick={undo}
        >
          Undo merge
        </Button>
      )}
      {!isOver && (
        <>
          <select
            aria-label="Strategy of the merge"
            className={`${CONTROL} w-auto! text-sm`}
            value={strategy}
            onChange={(event) =>
              onDecide({
                ...decisions,
                strategy: event.target.value === 'squash' ? 'squash' : 'merge',
              })
            }
          >
            <option value="merge">Merge commits</option>
            <option value="squash">Squash into one</option>
          </select>
          {conflicts && (
            <Button look="primary" icon={Wrench} disabled={running} onClick={onResolve}>
              Resolve
            </Button>
          )}
          <Button
            // With fix commits after a failed verification, the button that merges with them is the primary one.
            look={conflicts || sync.fix ? 'plain' : 'primary'}
            icon={GitMerge}
            aria-describedby={aboutMerge}
            disabled={running || offer.refusal !== null}
            onClick={() => {
              // Keep this sync point selected; otherwise the view would move on to the next one once it lands.
              useSelection.getState().select(sync.name);
              merge(api, order, decisions);
            }}
          >
            {mergeWords(branches)}
            {/* The name of the button is fixed; its description has the strategy in words. */}
            <span aria-hidden>{strategy === 'squash' ? '· squashed' : '· merge commits'}</span>
          </Button>
        </>
      )}
    </header>
  );
}

function comingIn(preview: SyncPreview | null): Parameters<typeof strategyWords>[1] {
  if (!preview) return null;
  const { commits, files, strategy } = preview;
  // For a squash, `makes` counts the one squash commit, not merge commits.
  const makes = strategy === 'merge' ? preview.makes : null;
  return { commits, makes, files: files.length };
}

function undoWords({ undo }: SyncView): string {
  if (undo.possible) return 'Undo moves the feature branch back to the commit before this merge.';
  return undo.reason ?? 'This merge cannot be undone.';
}
