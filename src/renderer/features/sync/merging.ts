import { toast } from 'sonner';
import { create } from 'zustand';
import type { SyncResult } from '../../../shared/contract/sync.ts';
import { act } from '../../app/act.ts';
import type { Api } from '../../link/index.ts';
import { type Decisions, NO_DECISIONS } from './gate.ts';

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
  readonly results: Readonly<Record<string, SyncResult>>;
}

export const useMerging = create<Merging>(() => ({ running: null, logs: {}, results: {} }));

/** The tail of the output that is kept for looking at. */
const LOG_CHARACTERS = 200_000;

export interface MergeOrder {
  readonly project: string;
  readonly feature: string;
  readonly sync: string;
}

/** Merges, verifies and lands a sync point, following the progress. Until it lands nothing of the person's moves. */
export async function merge(
  api: Api,
  order: MergeOrder,
  decisions: Decisions = NO_DECISIONS,
): Promise<void> {
  if (useMerging.getState().running) {
    toast.info('A merge is running already.', { description: 'Wait for it or cancel it.' });
    return;
  }
  const stop = new AbortController();
  const forget = <Value>(all: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(all).filter(([sync]) => sync !== order.sync));
  const result = await act(() => {
    useMerging.setState(({ logs, results }) => ({
      running: {
        sync: order.sync,
        step: 'Preparing',
        done: 0,
        total: 0,
        cancel: () => stop.abort(),
      },
      logs: forget(logs),
      results: forget(results),
    }));
    return follow(api, { order, decisions, stop });
  }).finally(() => useMerging.setState({ running: null }));
  if (stop.signal.aborted) toast.info(`The merge of ${order.sync} was cancelled.`);
  if (result) {
    useMerging.setState(({ results }) => ({ results: { ...results, [order.sync]: result } }));
  }
}

async function follow(
  api: Api,
  { order, decisions, stop }: { order: MergeOrder; decisions: Decisions; stop: AbortController },
): Promise<SyncResult | null> {
  const overrides = Object.entries(decisions.overrides).map(([item, reason]) => ({ item, reason }));
  const options = {
    overrides,
    leaveOut: [...decisions.leaveOut],
    commitLeftovers: decisions.commitLeftovers,
  };
  try {
    const events = await api.sync.merge({ ...order, options }, { signal: stop.signal });
    for await (const event of events) {
      if (event.kind === 'result') return event.result;
      if (event.kind === 'log') {
        useMerging.setState(({ logs }) => ({
          logs: {
            ...logs,
            [order.sync]: ((logs[order.sync] ?? '') + event.text).slice(-LOG_CHARACTERS),
          },
        }));
        continue;
      }
      const step = event.target ? `${event.step}: ${event.target}` : event.step;
      useMerging.setState(({ running }) => ({
        running: running && { ...running, step, done: event.done, total: event.total },
      }));
    }
    return null;
  } catch (thrown) {
    if (stop.signal.aborted) return null;
    throw thrown;
  }
}
