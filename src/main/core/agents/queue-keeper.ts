import { listJournals } from '../journal/journals.ts';
import { journalsChanged } from '../journal/journals-watch.ts';
import { log } from '../log.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { startQueued } from './queue.ts';

/** Milliseconds after a change during which further changes are collected. */
const QUIET_MS = 150;

/**
 * While a project is open, starts queued agents as soon as their dependencies are met. Returns a function that stops it
 * and cancels a start in progress.
 */
export function keepQueue(project: ProjectContext): () => Promise<void> {
  const stop = new AbortController();
  const watched = new Map<string, () => void>();
  let timer: NodeJS.Timeout | null = null;
  let last: Promise<void> = Promise.resolve();
  const soon = () => {
    if (timer || stop.signal.aborted) return;
    timer = setTimeout(() => {
      timer = null;
      last = last.then(() => look(project, { watched, soon, signal: stop.signal }));
    }, QUIET_MS);
    timer.unref();
  };
  const watching = journalsChanged(project.repo, soon);
  soon();
  return async () => {
    stop.abort();
    if (timer) clearTimeout(timer);
    (await watching)();
    for (const unsubscribe of watched.values()) unsubscribe();
    await last;
  };
}

interface Looking {
  /** Unsubscribe functions of runs with a queue, by feature. */
  readonly watched: Map<string, () => void>;
  readonly soon: () => void;
  readonly signal: AbortSignal;
}

async function look(project: ProjectContext, { watched, soon, signal }: Looking): Promise<void> {
  try {
    for (const feature of await listJournals(project.repo.commonDir)) {
      if (signal.aborted) return;
      const run = project.run(feature);
      const waiting = (await run.facts()).queue.size > 0;
      const unsubscribe = watched.get(feature);
      if (!waiting) {
        unsubscribe?.();
        watched.delete(feature);
        continue;
      }
      if (!unsubscribe) watched.set(feature, run.subscribe(soon));
      await startQueued(run, signal);
    }
  } catch (thrown) {
    if (!signal.aborted) log.error('the queue of agents could not be looked at', thrown);
  }
}
