import { X } from 'lucide-react';
import type { SyncView } from '../../../shared/contract/run.ts';
import type { LandedView } from '../../../shared/contract/sync.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { LogView } from '../../ui/LogView.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import type { Decisions } from './gate.ts';
import { hasMoved } from './heads.ts';
import { type MergeOrder, orderKey } from './merge-order.ts';
import { useAttemptLog, useLastAttempt, useMerging } from './merge-sync.ts';
import { RedOutcome } from './RedOutcome.tsx';
import { furtherResults, landedWords, outcomeWords, verificationWords } from './sync-words.ts';

interface OutcomeProps {
  readonly sync: SyncView;
  readonly order: MergeOrder;
  readonly decisions: Decisions;
  /** What the sync point has landed; null before it lands and while it is loading. */
  readonly landed: LandedView | null;
}

/** The progress of the running merge or verification, else the result of the last one. */
export function Outcome({ sync, order, decisions, landed }: OutcomeProps) {
  const run = useWorkspace((state) => state.run);
  const running = useMerging((state) => state.running);
  const own = useAttemptLog(order);
  const log = own.verify || (landed?.log ?? '');
  const last = useLastAttempt(order, sync);
  const words =
    last?.what === 'merge'
      ? outcomeWords(last.result, (agent) => titleOf(run, agent))
      : last && verificationWords(last.result);
  const outdated = sync.state !== 'done' && hasMoved(last?.result.heads, run?.agents ?? []);
  const red = redOf(sync, last);
  const further = last ? furtherResults(last.result) : [];
  return (
    <>
      {running?.key === orderKey(order) ? (
        <div role="status" className="flex flex-col gap-1.5 rounded-md border border-line p-2">
          <div className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate">{running.step}</span>
            {running.total > 0 && (
              <span className="text-muted text-sm">
                {running.done} of {running.total}
              </span>
            )}
            <Button icon={X} onClick={running.cancel}>
              Cancel
            </Button>
          </div>
          <ProgressBar label={running.step} done={running.done} total={running.total} />
        </div>
      ) : words ? (
        <Notice live tone={words.tone} title={words.title}>
          {words.next}
          {outdated && ' There are new commits since then.'}
          {further.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Notice>
      ) : sync.state === 'done' && sync.commit ? (
        <Notice tone="good" title={`Landed as ${sync.commit.slice(0, 8)}.`}>
          {landed && landedWords(landed)}
        </Notice>
      ) : (
        sync.problem && (
          <Notice tone="bad" title={sync.problem.message}>
            {sync.problem.files.map((file) => file.path).join(', ')}
          </Notice>
        )
      )}
      {red && running === null && (
        <RedOutcome sync={sync} order={order} decisions={decisions} {...red} />
      )}
      {log && (
        <section aria-label="Verification output">
          <LogView label="Output of the verification" text={log} />
          {own.search && (
            <details className="mt-1 text-sm">
              <summary>Output of the search for the culprit</summary>
              <LogView label="Output of the search for the culprit" text={own.search} />
            </details>
          )}
        </section>
      )}
    </>
  );
}

/** What failed in verification and which agents caused it; null when verification did not fail. */
function redOf(
  sync: SyncView,
  last: ReturnType<typeof useLastAttempt>,
): { readonly culprit: string; readonly culprits: readonly string[] } | null {
  if (sync.state === 'done' && !sync.leftOut) return null;
  const { problem } = sync;
  if (last) {
    const { outcome, culprit, culprits, message } = last.result;
    if (outcome !== 'verify-failed' && outcome !== 'failed') return null;
    return { culprit: [culprit, message].filter(Boolean).join('. '), culprits };
  }
  if (problem?.kind !== 'verify-failed') return null;
  return { culprit: problem.message, culprits: problem.culprits };
}
