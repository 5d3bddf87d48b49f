import { FileSearch, GitMerge, ListChecks, RefreshCw, Undo2, Wrench } from 'lucide-react';
import { useId, useState } from 'react';
import { toast } from 'sonner';
import type { RunView, SyncView } from '../../../shared/contract/run.ts';
import { act } from '../../app/act.ts';
import { useSelection } from '../../app/selection.ts';
import { openResolver, openReview } from '../../app/sheets.ts';
import { useLink } from '../../link/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import { BranchList } from './BranchList.tsx';
import { FileList } from './FileList.tsx';
import { GateList } from './GateList.tsx';
import { gateWith, NO_DECISIONS, openItems } from './gate.ts';
import { headsOf } from './heads.ts';
import { forget, type MergeOrder, merge, useLastAttempt, useMerging, verify } from './merging.ts';
import { Outcome } from './Outcome.tsx';
import { usePreview } from './use-preview.ts';
import { conflictWords, mergeWords, strategyWords } from './words.ts';

interface SyncDetailsProps {
  readonly sync: SyncView;
  readonly run: RunView;
  readonly order: MergeOrder;
}

export function SyncDetails({ sync, run, order }: SyncDetailsProps) {
  const { api } = useLink();
  const [decisions, decide] = useState(NO_DECISIONS);
  const running = useMerging((state) => state.running !== null);
  const last = useLastAttempt(sync);
  const heads = headsOf(sync, run);
  const settled = sync.state === 'ready' || sync.state === 'conflict';
  const { preview, busy, refresh } = usePreview(order, settled ? heads : null);
  const about = useId();
  const branches = sync.merges.length - decisions.leaveOut.length;
  const gate = gateWith(sync.gate, preview?.gate);
  const open = openItems(gate, decisions);
  const done = sync.state === 'done';
  const merged = last?.what === 'merge' && (done || last.heads === heads) ? last.result : null;
  const files = merged?.files.length ? merged.files : (preview?.files ?? []);
  const conflicts = files.filter((file) => file.outcome === 'conflict');
  // The outcome of the last attempt has the button where there is one.
  const offered = sync.problem?.kind === 'conflict' || last?.result.outcome === 'conflict';
  const undo = async () => {
    const answer = await act(() => api.sync.undo(order));
    if (answer?.outcome === 'refused') toast.error(answer.reason ?? 'The merge stays.');
    if (answer?.outcome === 'undone') {
      forget(sync.name);
      toast.success(`${sync.title} is undone; the feature branch is back where it was.`);
    }
  };
  return (
    <div className="flex flex-col gap-3 p-3">
      <header className="flex flex-wrap items-center gap-2">
        <Menu
          heading="Sync points"
          entries={run.syncs.map((one) => ({
            label: one.title,
            run: () => useSelection.getState().select(one.name),
          }))}
        >
          <Button
            look="quiet"
            className="-ml-2.5 font-semibold"
            aria-label={`Chosen: ${sync.title}`}
          >
            {sync.title}
          </Button>
        </Menu>
        <StateChip state={sync.state} />
        <p id={about} className="min-w-40 flex-1 text-right text-muted text-sm">
          {aboutWords(sync, open)}
        </p>
        {!done && (
          <>
            <Button icon={RefreshCw} disabled={busy} onClick={refresh}>
              Preview
            </Button>
            <Button
              icon={FileSearch}
              disabled={conflicts.length > 0}
              onClick={() =>
                openReview({
                  project: order.project,
                  feature: order.feature,
                  subject: { kind: 'sync', sync: sync.name },
                })
              }
            >
              Review
            </Button>
            <Button icon={ListChecks} disabled={running} onClick={() => verify(api, order)}>
              Run verification
            </Button>
          </>
        )}
        {done ? (
          <Button
            icon={Undo2}
            disabled={!sync.undo.possible || running}
            aria-describedby={about}
            onClick={undo}
          >
            Undo merge
          </Button>
        ) : (
          <Button
            look="primary"
            icon={GitMerge}
            aria-describedby={about}
            disabled={running || branches === 0 || (open.length > 0 && sync.state === 'waiting')}
            onClick={() => {
              // Stays on this sync point when its landing makes another one the next.
              useSelection.getState().select(sync.name);
              merge(api, order, decisions);
            }}
          >
            {mergeWords(branches)}
          </Button>
        )}
      </header>
      <Outcome sync={sync} heads={heads} onResolve={() => openResolver(order)} />
      <div className="@container">
        <div className="grid grid-cols-1 gap-x-6 gap-y-3 @2xl:grid-cols-[minmax(260px,2fr)_3fr] @5xl:grid-cols-[5fr_3fr]">
          <div className="grid min-w-0 grid-cols-1 content-start gap-x-6 gap-y-3 @5xl:grid-cols-2">
            <BranchList sync={sync} decisions={decisions} onDecide={decide} />
            <GateList
              order={order}
              gate={gate}
              closed={done}
              decisions={decisions}
              onDecide={decide}
            />
          </div>
          <section aria-label="Files" className="min-w-0">
            {preview && !merged && conflicts.length > 0 && (
              <div className="mb-2 flex flex-wrap items-center gap-2">
                <p className="min-w-0 flex-1 text-failed">{conflictWords(conflicts)}</p>
                {!offered && (
                  <Button icon={Wrench} onClick={() => openResolver(order)}>
                    Resolve
                  </Button>
                )}
              </div>
            )}
            {preview || merged ? (
              <FileList order={order} files={files} version={preview?.tree ?? 'none'} />
            ) : (
              <p className="text-muted text-sm">
                {done
                  ? 'The files of this merge are in its commit.'
                  : busy
                    ? 'Computing the merge in memory…'
                    : 'A preview merges the committed heads in memory and changes nothing.'}
              </p>
            )}
          </section>
        </div>
      </div>
    </div>
  );
}

function aboutWords(sync: SyncView, open: readonly { message: string }[]): string {
  if (sync.state === 'done') {
    if (sync.undo.possible) return 'Undo returns the feature branch to where it was before.';
    return sync.undo.reason ?? 'This merge cannot be undone.';
  }
  if (open.length > 0) {
    return open.length === 1 ? `Open: ${open[0]?.message}` : `${open.length} items are open.`;
  }
  return strategyWords(sync.strategy);
}
