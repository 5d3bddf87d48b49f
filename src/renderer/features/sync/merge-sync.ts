import { toast } from 'sonner';
import { create } from 'zustand';
import type { Progress } from '../../../shared/contract/common.ts';
import type { SyncView } from '../../../shared/contract/run.ts';
import { titleIn } from '../../../shared/names.ts';
import { stepWords } from '../../../shared/progress-words.ts';
import type { Api } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { useWorkspace } from '../../page/workspace.ts';
import type { Decisions } from './gate.ts';
import { type Attempt, standingAttempt } from './merge-attempts.ts';
import { forgetDecisions } from './merge-decisions.ts';
import { type MergeOrder, orderKey } from './merge-order.ts';

/** Output of an attempt: of the verification, and of the culprit search. */
export interface AttemptLog {
  readonly verify: string;
  readonly search: string;
}

const NO_LOG: AttemptLog = { verify: '', search: '' };

interface Merging {
  readonly running: {
    /** The order key. */
    readonly key: string;
    readonly title: string;
    readonly step: string;
    readonly done: number;
    readonly total: number;
    cancel(): void;
  } | null;
  /** Output of the last attempt, by order key. */
  readonly logs: Readonly<Record<string, AttemptLog>>;
  /** The last attempt, by order key. */
  readonly ended: Readonly<Record<string, Attempt>>;
}

export const useMerging = create<Merging>(() => ({ running: null, logs: {}, ended: {} }));

/** The last attempt, or null when its result no longer describes the sync point. */
export function useLastAttempt(order: MergeOrder, sync: SyncView): Attempt | null {
  const last = useMerging((state) => state.ended[orderKey(order)]);
  return standingAttempt(last, sync);
}

/** The output of the last attempt at a sync point. */
export function useAttemptLog(order: MergeOrder): AttemptLog {
  return useMerging((state) => state.logs[orderKey(order)] ?? NO_LOG);
}

/** Length of the output that is kept, in characters, counted from its end. */
const LOG_CHARACTERS = 200_000;

/**
 * Merges, verifies and lands a sync point, and reports the progress. Before the landing, no branch or file of the
 * person changes. `withFix` includes the commits on top of the last candidate.
 */
export async function merge(
  api: Api,
  order: MergeOrder,
  decisions: Decisions & { readonly withFix?: boolean },
): Promise<void> {
  const overrides = Object.entries(decisions.overrides).map(([item, reason]) => ({ item, reason }));
  const options = {
    overrides,
    leaveOut: [...decisions.leaveOut],
    commitLeftovers: decisions.commitLeftovers,
    ...(decisions.strategy ? { strategy: decisions.strategy } : {}),
    ...(decisions.withFix ? { withFix: true } : {}),
  };
  const before = landedNow(order);
  const result = await attempt(order, {
    name: (title) => `The merge of ${title}`,
    open: (signal) => api.sync.merge({ ...order, options }, { signal }),
  });
  if (!result) return;
  if (result.outcome === 'landed') forgetDecisions(order);
  keep(order, { what: 'merge', before, result });
}

/** Verifies the merge result without landing it, and reports the output. */
export async function verify(api: Api, order: MergeOrder): Promise<void> {
  const before = landedNow(order);
  const result = await attempt(order, {
    name: (title) => `The verification of ${title}`,
    open: (signal) => api.sync.verify(order, { signal }),
  });
  if (result) keep(order, { what: 'verification', before, result });
}

/** Discards the output and result of the last attempt at a sync point. */
export function forget(order: MergeOrder): void {
  const key = orderKey(order);
  useMerging.setState(({ logs, ended }) => ({
    logs: without(logs, key),
    ended: without(ended, key),
  }));
}

function keep(order: MergeOrder, attempt: Attempt): void {
  useMerging.setState(({ ended }) => ({ ended: { ...ended, [orderKey(order)]: attempt } }));
}

function without<Value>(
  all: Readonly<Record<string, Value>>,
  one: string,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== one));
}

/** The commit that the sync point of the shown run has landed, or null. */
function landedNow({ sync }: MergeOrder): string | null {
  const syncs = useWorkspace.getState().run?.syncs;
  return syncs?.find(({ name }) => name === sync)?.commit ?? null;
}

interface Work<Result> {
  /** Subject of a sentence about the work; `title` is that of the sync point. */
  name(title: string): string;
  open(signal: AbortSignal): Promise<AsyncIterable<Progress | { kind: 'result'; result: Result }>>;
}

/**
 * Runs one attempt at a time, with progress and cancel. Null when it failed, which has already been reported, or was
 * cancelled.
 */
async function attempt<Result>(order: MergeOrder, work: Work<Result>): Promise<Result | null> {
  const busy = useMerging.getState().running;
  if (busy) {
    toast.info(`${busy.title} is already being merged or verified.`, {
      description: 'Wait until it ends, or cancel it.',
    });
    return null;
  }
  const stop = new AbortController();
  const key = orderKey(order);
  // Take the titles from this plan: the person may switch to another one while the attempt runs.
  const { plan } = useWorkspace.getState().plan ?? {};
  const titleOf = (name: string) => titleIn(plan ?? null, name);
  const title = titleOf(order.sync);
  const result = await act(() => {
    forget(order);
    useMerging.setState({
      running: { key, title, step: 'Preparing', done: 0, total: 0, cancel: () => stop.abort() },
    });
    return follow(work, { key, titleOf, signal: stop.signal });
  }).finally(() => useMerging.setState({ running: null }));
  if (stop.signal.aborted) toast.info(`${work.name(title)} was cancelled.`);
  return result;
}

interface Following {
  /** The order key. */
  readonly key: string;
  readonly titleOf: (name: string) => string;
  readonly signal: AbortSignal;
}

async function follow<Result>(
  work: Work<Result>,
  { key, titleOf, signal }: Following,
): Promise<Result | null> {
  try {
    for await (const event of await work.open(signal)) {
      if (event.kind === 'result') return event.result;
      if (event.kind === 'log') {
        const part = event.source === 'search' ? 'search' : 'verify';
        useMerging.setState(({ logs }) => {
          const log = logs[key] ?? NO_LOG;
          const text = (log[part] + event.text).slice(-LOG_CHARACTERS);
          return { logs: { ...logs, [key]: { ...log, [part]: text } } };
        });
        continue;
      }
      const step = stepWords(event, titleOf);
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
