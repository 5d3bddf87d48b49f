import { toast } from 'sonner';
import { create } from 'zustand';
import type { StartResult } from '../../../shared/contract/run.ts';
import { titleIn } from '../../../shared/names.ts';
import type { Api } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { useWorkspace } from '../../page/workspace.ts';

interface Starting {
  /** The running start; null if there is none. */
  readonly running: {
    /** Feature of the plan that it belongs to. */
    readonly feature: string;
    readonly what: string;
    readonly step: string;
    readonly done: number;
    readonly total: number;
    readonly log: string;
    cancel(): void;
  } | null;
}

export const useStarting = create<Starting>(() => ({ running: null }));

interface StartOrder {
  readonly project: string;
  readonly feature: string;
  /** One phase, or any number of agents. */
  readonly targets: readonly string[];
}

/** Length of the set-up output that is kept, in characters, counted from its end. */
const LOG_CHARACTERS = 20_000;

/** Starts a phase or agents and reports the progress; cancelling rolls back what is incomplete. */
export async function start(api: Api, order: StartOrder): Promise<StartResult | null> {
  if (useStarting.getState().running) {
    toast.info('Another start is already running.', {
      description: 'Wait until it ends, or cancel it.',
    });
    return null;
  }
  const stop = new AbortController();
  // Take the titles from this plan: the person may switch to another one while the start runs.
  const { plan } = useWorkspace.getState().plan ?? {};
  const titleOf = (key: string) => titleIn(plan ?? null, key);
  const what = order.targets.map(titleOf).join(', ');
  const begun = { ...order, what, titleOf };
  const result = await act(() => follow(api, begun, stop)).finally(() =>
    useStarting.setState({ running: null }),
  );
  if (stop.signal.aborted) toast.info(`Starting ${what} was cancelled.`);
  for (const note of result?.notes ?? []) toast.info(note);
  return result;
}

interface Begun extends StartOrder {
  readonly what: string;
  titleOf(key: string): string;
}

async function follow(
  api: Api,
  { project, feature, targets, what, titleOf }: Begun,
  stop: AbortController,
): Promise<StartResult | null> {
  const cancel = () => stop.abort();
  useStarting.setState({
    running: { feature, what, step: 'Preparing', done: 0, total: 0, log: '', cancel },
  });
  try {
    const events = await api.run.start(
      { project, feature, targets: [...targets] },
      { signal: stop.signal },
    );
    for await (const event of events) {
      if (event.kind === 'result') return event.result;
      useStarting.setState(({ running }) => {
        if (!running) return { running };
        if (event.kind === 'log') {
          return {
            running: { ...running, log: (running.log + event.text).slice(-LOG_CHARACTERS) },
          };
        }
        const step = event.target ? `${event.step}: ${titleOf(event.target)}` : event.step;
        return { running: { ...running, step, done: event.done, total: event.total } };
      });
    }
    return null;
  } catch (thrown) {
    if (stop.signal.aborted) return null;
    throw thrown;
  }
}
