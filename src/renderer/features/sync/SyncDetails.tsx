import type { RunView, SyncView } from '../../../shared/contract/run.ts';
import { openResolver } from '../../page/sheets.ts';
import { titleOf } from '../../page/workspace.ts';
import { Notice } from '../../ui/Notice.tsx';
import { TrustItems } from '../trust/index.ts';
import { BranchList } from './BranchList.tsx';
import { FileList } from './FileList.tsx';
import { GateList } from './GateList.tsx';
import { type Decisions, gateWith, openItems } from './gate.ts';
import { hasMoved, mergeState } from './heads.ts';
import { decide, decisionsFor, useDecided } from './merge-decisions.ts';
import { mergeOffer } from './merge-offer.ts';
import type { MergeOrder } from './merge-order.ts';
import { useLastAttempt } from './merge-sync.ts';
import { Outcome } from './Outcome.tsx';
import { SyncHeader } from './SyncHeader.tsx';
import { conflictWords } from './sync-words.ts';
import { useLanded } from './use-landed.ts';
import { usePreview } from './use-preview.ts';

interface SyncDetailsProps {
  readonly sync: SyncView;
  readonly run: RunView;
  readonly order: MergeOrder;
}

/** States in which every branch has commits to merge, so that the preview is computed automatically. */
const PREVIEWED: readonly SyncView['state'][] = ['ready', 'conflict', 'verify-failed'];

/** One sync point: its branches, its checklist, the files of its merge and the result. */
export function SyncDetails({ sync, run, order }: SyncDetailsProps) {
  const decisions = decisionsFor(useDecided(), order, sync);
  const onDecide = (next: Decisions) => decide(order, sync, next);
  const last = useLastAttempt(order, sync);
  const heads = mergeState(sync, run);
  const late = sync.leftOut ?? [];
  const isAsked =
    PREVIEWED.includes(sync.state) || decisions.leaveOut.length > 0 || haveWork(late, run);
  const { preview, busy, refresh } = usePreview(order, {
    heads: isAsked ? heads : null,
    leaveOut: decisions.leaveOut,
  });
  // Leaving agents out changes the gate; only the preview knows the changed one.
  const gate =
    decisions.leaveOut.length > 0 && preview ? preview.gate : gateWith(sync.gate, preview?.gate);
  const done = sync.state === 'done';
  const closed = done && late.length === 0;
  const merged =
    last?.what === 'merge' && (done || !hasMoved(last.result.heads, run.agents))
      ? last.result
      : null;
  const landed = useLanded(order, done ? sync.commit : null);
  // While late branches can still be merged, show their files, otherwise those that landed.
  const coming = late.length > 0 ? preview?.files : undefined;
  // With agents left out, the predicted or attempted merge of all agents does not apply.
  const other = decisions.leaveOut.length > 0 ? preview : null;
  const tried = other === null && merged?.files.length ? merged.files : null;
  const files = coming ?? landed?.files ?? tried ?? preview?.files ?? [];
  const conflicts = files.filter((file) => file.outcome === 'conflict');
  const inConflict =
    (!done || late.length > 0) &&
    (conflicts.length > 0 ||
      (other === null &&
        (sync.state === 'conflict' ||
          (sync.predicted?.length ?? 0) > 0 ||
          last?.result.outcome === 'conflict')));
  const runs = closed ? [] : (preview?.runs ?? []);
  const resolve = () => openResolver(order);
  return (
    <div className="flex flex-col gap-3 p-3">
      <SyncHeader
        sync={sync}
        run={run}
        order={order}
        preview={preview}
        decisions={decisions}
        offer={mergeOffer({
          sync,
          agents: run.agents,
          decisions,
          open: openItems(gate, decisions),
        })}
        conflicts={inConflict}
        onResolve={resolve}
        busy={busy}
        onDecide={onDecide}
        onPreview={refresh}
      />
      <Outcome sync={sync} order={order} decisions={decisions} landed={landed} />
      {runs.length > 0 && (
        <Notice
          tone="warning"
          title="The merged files contain programs that would run on this machine"
        >
          <p className="mb-2">You are asked to trust them before anything runs:</p>
          <TrustItems items={runs} />
        </Notice>
      )}
      <div className="@container">
        <div className="grid grid-cols-1 gap-x-6 gap-y-3 @2xl:grid-cols-[minmax(260px,2fr)_3fr] @5xl:grid-cols-[5fr_3fr]">
          <div className="grid min-w-0 grid-cols-1 content-start gap-x-6 gap-y-3 @5xl:grid-cols-2">
            <BranchList sync={sync} decisions={decisions} onDecide={onDecide} />
            <GateList
              order={order}
              gate={gate}
              closed={closed}
              decisions={decisions}
              onDecide={onDecide}
            />
          </div>
          <section aria-label="Files" className="min-w-0">
            {preview && !merged && conflicts.length > 0 && (
              <div className="mb-2 flex flex-wrap items-center gap-2">
                <p className="min-w-0 flex-1 text-failed">
                  {conflictWords(conflicts, (agent) => titleOf(run, agent))}
                </p>
              </div>
            )}
            {preview || merged || landed ? (
              <FileList
                order={order}
                files={files}
                version={
                  coming ? (preview?.tree ?? 'none') : (landed?.commit ?? preview?.tree ?? 'none')
                }
                landed={landed !== null && !coming}
              />
            ) : (
              <p className="text-muted text-sm">{noPreviewWords(done, busy)}</p>
            )}
          </section>
        </div>
      </div>
    </div>
  );
}

/** Whether every named agent has commits. */
function haveWork(names: readonly string[], run: RunView): boolean {
  const agents = run.agents.filter(({ name }) => names.includes(name));
  return agents.length > 0 && agents.every(({ commits }) => commits > 0);
}

function noPreviewWords(done: boolean, busy: boolean): string {
  if (done) return 'Loading the landed files…';
  if (busy) return 'Computing the merge in memory…';
  return 'A preview merges the committed heads in memory and changes nothing.';
}
