import { Wrench, X } from 'lucide-react';
import type { SyncView } from '../../../shared/contract/run.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { SCROLLABLE } from '../../ui/scrollable.ts';
import { useLastAttempt, useMerging } from './merging.ts';
import { outcomeWords, verificationWords } from './words.ts';

interface OutcomeProps {
  readonly sync: SyncView;
  /** What the last attempt said holds for these heads only. */
  readonly heads: string;
  onResolve(): void;
}

/** What is going on, or what the last attempt came to. */
export function Outcome({ sync, heads, onResolve }: OutcomeProps) {
  const running = useMerging((state) => state.running);
  const log = useMerging((state) => state.logs[sync.name] ?? '');
  const last = useLastAttempt(sync);
  const words =
    last?.what === 'merge' ? outcomeWords(last.result) : last && verificationWords(last.result);
  const outdated = sync.state !== 'done' && last?.heads !== heads;
  const resolve = (
    <Button icon={Wrench} onClick={onResolve}>
      Resolve
    </Button>
  );
  const conflict = last?.result.outcome === 'conflict' || sync.problem?.kind === 'conflict';
  return (
    <>
      {running?.sync === sync.name ? (
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
        <Notice live tone={words.tone} title={words.title} action={conflict && resolve}>
          {words.next}
          {outdated && ' There are new commits since.'}
        </Notice>
      ) : sync.state === 'done' && sync.commit ? (
        <Notice tone="good" title={`Landed as ${sync.commit.slice(0, 8)}.`} />
      ) : (
        sync.problem && (
          <Notice tone="bad" title={sync.problem.message} action={conflict && resolve}>
            {sync.problem.files.map((file) => file.path).join(', ')}
          </Notice>
        )
      )}
      {log && (
        <section aria-label="Verification output">
          <pre
            {...SCROLLABLE}
            className="max-h-56 overflow-auto whitespace-pre-wrap rounded-md border border-line bg-[var(--terminal-background)] p-2 text-xs [overflow-wrap:anywhere]"
          >
            {log}
          </pre>
        </section>
      )}
    </>
  );
}
