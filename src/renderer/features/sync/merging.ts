import { toast } from 'sonner';
import { create } from 'zustand';
import type { Progress } from '../../../shared/contract/common.ts';
import type { SyncView } from '../../../shared/contract/run.ts';
import type { SyncResult, VerifyResult } from '../../../shared/contract/sync.ts';
import { titleIn } from '../../../shared/names.ts';
import { stepWords } from '../../../shared/step-words.ts';
import type { Api } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { type Decisions, NO_DECISIONS } from './gate.ts';

/** What an attempt came to. */
type Ended =
  | { readonly what: 'merge'; readonly result: SyncResult }
  | { readonly what: 'verification'; readonly result: VerifyResult };

interface Merging {
  readonly running: {
    readonly sync: string;
    readonly step: string;
    readonly done: number;
    readonly total: number;
    cancel(): void;
  } | null;
  /** Output of verification, of the last attempt, by sync point. */
  readonly logs: Readonly<Record<string, string>>;
  /** The last attempt, by sync point. */
  readonly ended: Readonly<Record<string, Ended>>;
}

export const useMerging = create<Merging>(() => ({ running: null, logs: {}, ended: {} }));

/** The last attempt, unless the sync point has landed or was undone without this page since. */
export function useLastAttempt(sync: SyncView): Ended | null {
  const last = useMerging((state) => state.ended[sync.name]);
  const landed = last?.result.outcome === 'landed';
  return last && landed === (sync.state === 'done') ? last : null;
}

/** The tail of the output that is kept for looking at. */
const LOG_CHARACTERS = 200_000;

export interface MergeOrder {
  readonly project: string;
  readonly feature: string;
  readonly sync: string;
}

/**
 * Merges, verifies and lands a sync point, following the progress. Until it lands nothing of the person's moves.
 * `withFix` takes up what was committed on top of the last candidate.
 */
export async function merge(
  api: Api,
  order: MergeOrder,
  decisions: Decisions & { readonly withFix?: boolean } = NO_DECISIONS,
): Promise<void> {
  const overrides = Object.entries(decisions.overrides).map(([item, reason]) => ({ item, reason }));
  const options = {
    overrides,
    leaveOut: [...decisions.leaveOut],
    commitLeftovers: decisions.commitLeftovers,
    ...(decisions.strategy ? { strategy: decisions.strategy } : {}),
    ...(decisions.withFix ? { withFix: true } : {}),
  };
  const result = await attempt(order.sync, {
    name: `The merge of ${titleNow(order.sync)}`,
    open: (signal) => api.sync.merge({ ...order, options }, { signal }),
  });
  if (result) keep(order.sync, { what: 'merge', result });
}

/** Runs the verification on what the merge would give, following its output. Nothing lands. */
export async function verify(api: Api, order: MergeOrder): Promise<void> {
  const result = await attempt(order.sync, {
    name: `The verification of ${titleNow(order.sync)}`,
    open: (signal) => api.sync.verify(order, { signal }),
  });
  if (result) keep(order.sync, { what: 'verification', result });
}

/** Lets go of what the last attempt at a sync point came to. */
export function forget(sync: string): void {
  useMerging.setState(({ logs, ended }) => ({
    logs: without(logs, sync),
    ended: without(ended, sync),
  }));
}

function keep(sync: string, attempt: Ended): void {
  useMerging.setState(({ ended }) => ({ ended: { ...ended, [sync]: attempt } }));
}

function without<Value>(
  all: Readonly<Record<string, Value>>,
  sync: string,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== sync));
}

function titleNow(key: string): string {
  return titleIn(useWorkspace.getState().plan?.plan ?? null, key);
}

interface Work<Result> {
  /** Begins a sentence. */
  readonly name: string;
  open(signal: AbortSignal): Promise<AsyncIterable<Progress | { kind: 'result'; result: Result }>>;
}

/** One at a time, with progress and cancel; null when it failed, which has been said, or was cancelled. */
async function attempt<Result>(sync: string, work: Work<Result>): Promise<Result | null> {
  const busy = useMerging.getState().running;
  if (busy) {
    toast.info(`${titleNow(busy.sync)} is being merged or verified already.`, {
      description: 'Wait for it or cancel it.',
    });
    return null;
  }
  const stop = new AbortController();
  const result = await act(() => {
    forget(sync);
    useMerging.setState({
      running: { sync, step: 'Preparing', done: 0, total: 0, cancel: () => stop.abort() },
    });
    return follow(sync, work, stop.signal);
  }).finally(() => useMerging.setState({ running: null }));
  if (stop.signal.aborted) toast.info(`${work.name} was cancelled.`);
  return result;
}

async function follow<Result>(
  sync: string,
  work: Work<Result>,
  signal: AbortSignal,
): Promise<Result | null> {
  try {
    for await (const event of await work.open(signal)) {
      if (event.kind === 'result') return event.result;
      if (event.kind === 'log') {
        useMerging.setState(({ logs }) => ({
          logs: { ...logs, [sync]: ((logs[sync] ?? '') + event.text).slice(-LOG_CHARACTERS) },
        }));
        continue;
      }
      const step = stepWords(event, titleNow);
      useMerging.setState(({ running }) => ({
        running: running && { ...running, step, done: event.done, total: event.total },
      }));
    }
    return null;
  } catch (thrown) {
    if (signal.aborted) return null;
    throw thrown;
  }
}
