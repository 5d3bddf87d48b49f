import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerAnswer } from './contract-worker.ts';
import { type JobName, type JobResult, type Order, runJob } from './jobs.ts';
import { OutOfBudget } from './types.ts';

/** Bytes of all inputs together that this thread takes on: below a tenth of a second. */
const IN_THREAD_BYTES = 100_000;
/** Milliseconds, against a fault of ours alone: what a text is worth is counted in entries, on a busy machine too. */
const LONGEST_MS = 120_000;
/** Megabytes of values: a contract of 2 MB needs about a third. */
const MOST_MEMORY_MB = 1_024;

/** Beside the built scripts, above their chunks, or built from here. */
const PLACES = ['./', '../', '../../../../out/main/'];

export interface Budget {
  readonly ms?: number;
  readonly megabytes?: number;
}

/**
 * Does work on contracts of so many bytes together, in a thread of its own above 100 KB. Throws OutOfBudget when that
 * takes more steps, time or memory than it may.
 */
export function runWithin<Name extends JobName>(
  order: Order<Name>,
  bytes: number,
  budget: Budget = {},
): Promise<JobResult<Name>> {
  if (bytes <= IN_THREAD_BYTES) return Promise.resolve().then(() => runJob(order));
  return inThread(order, budget);
}

function inThread<Name extends JobName>(
  order: Order<Name>,
  budget: Budget,
): Promise<JobResult<Name>> {
  const { ms = LONGEST_MS, megabytes = MOST_MEMORY_MB } = budget;
  const worker = new Worker(script(), { resourceLimits: { maxOldGenerationSizeMb: megabytes } });
  return new Promise<JobResult<Name>>((resolve, reject) => {
    const late = new OutOfBudget(`It took more than ${ms / 1_000} seconds.`);
    const timer = setTimeout(() => reject(late), ms);
    worker.once('message', (answer: WorkerAnswer<Name>) => {
      if ('result' in answer) resolve(answer.result);
      else reject(new OutOfBudget(answer.outOfBudget));
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(isFull ? new OutOfBudget(`It took more than ${megabytes} MB of memory.`) : error);
    });
    worker.once('exit', () => clearTimeout(timer));
    worker.postMessage(order);
  }).finally(() => worker.terminate());
}

function script(): string {
  const found = PLACES.map((place) =>
    fileURLToPath(new URL(`${place}contract-worker.js`, import.meta.url)),
  ).find((path) => existsSync(path));
  if (!found) throw new Error('contract-worker.js was not built');
  return found;
}
