import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerAnswer } from './contract-worker.ts';
import { type JobName, type JobResult, type Order, runJob } from './jobs.ts';
import { OutOfBudget } from './types.ts';

/** Maximum total input bytes to process in the calling thread: takes less than 0.1 s. */
const IN_THREAD_BYTES = 100_000;
/**
 * Timeout in milliseconds, only as protection against our own bugs: work is limited by counted entries, so that results
 * do not depend on a busy machine.
 */
const LONGEST_MS = 120_000;
/** Megabytes of heap; a contract of 2 MB needs about a third. */
const MOST_MEMORY_MB = 1_024;

/** Milliseconds that an idle thread is kept: a preview sends several jobs about one contract. */
const REST_MS = 2_000;

/**
 * Folders to search for the worker script: next to the built scripts, above their chunks, or the build output when run
 * from sources.
 */
const PLACES = ['./', '../', '../../../../out/main/'];

export interface Budget {
  readonly ms?: number;
  readonly megabytes?: number;
}

/**
 * Runs a job on contracts of `bytes` total size, in a worker thread above 100 KB. Throws OutOfBudget if the job exceeds
 * its steps, time or memory.
 */
export function runWithin<Name extends JobName>(
  order: Order<Name>,
  bytes: number,
  budget: Budget = {},
): Promise<JobResult<Name>> {
  if (bytes <= IN_THREAD_BYTES) return Promise.resolve().then(() => runJob(order));
  return inThread(order, budget);
}

async function inThread<Name extends JobName>(
  order: Order<Name>,
  budget: Budget,
): Promise<JobResult<Name>> {
  const { ms = LONGEST_MS, megabytes = MOST_MEMORY_MB } = budget;
  const thread = takeThread(megabytes);
  const result = await answerOf(thread, order, ms).catch((thrown: unknown) => {
    void thread.worker.terminate();
    throw thrown;
  });
  rest(thread);
  return result;
}

function answerOf<Name extends JobName>(
  { worker, megabytes }: Thread,
  order: Order<Name>,
  ms: number,
): Promise<JobResult<Name>> {
  const over = new AbortController();
  return new Promise<JobResult<Name>>((resolve, reject) => {
    const late = new OutOfBudget(`It took more than ${ms / 1_000} seconds.`);
    const timer = setTimeout(() => reject(late), ms);
    const failed = (error: NodeJS.ErrnoException) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(isFull ? new OutOfBudget(`It took more than ${megabytes} MB of memory.`) : error);
    };
    const answered = (answer: WorkerAnswer<Name>) => {
      if ('result' in answer) resolve(answer.result);
      else reject(new OutOfBudget(answer.outOfBudget));
    };
    const ended = () => reject(new Error('The worker thread for contracts ended.'));
    worker.on('message', answered).on('error', failed).on('exit', ended);
    over.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      worker.off('message', answered).off('error', failed).off('exit', ended);
    });
    worker.postMessage(order);
  }).finally(() => over.abort());
}

/** A worker thread and its memory limit. */
interface Thread {
  readonly worker: Worker;
  readonly megabytes: number;
}

/** Idle threads, with the timer that terminates each. */
const resting = new Map<Thread, NodeJS.Timeout>();

/** Reuses an idle thread if possible: its code is warm, and it may have parsed the same texts already. */
function takeThread(megabytes: number): Thread {
  for (const [thread, timer] of resting) {
    if (thread.megabytes !== megabytes) continue;
    clearTimeout(timer);
    resting.delete(thread);
    thread.worker.ref();
    return thread;
  }
  const worker = new Worker(script(), { resourceLimits: { maxOldGenerationSizeMb: megabytes } });
  // While the thread is idle nothing listens for errors, and an unhandled error would crash the process.
  worker.on('error', () => undefined);
  const thread = { worker, megabytes };
  worker.once('exit', () => resting.delete(thread));
  return thread;
}

/** Keeps a thread for further jobs for a while, without keeping the process alive. */
function rest(thread: Thread): void {
  thread.worker.unref();
  const timer = setTimeout(() => {
    resting.delete(thread);
    void thread.worker.terminate();
  }, REST_MS);
  timer.unref();
  resting.set(thread, timer);
}

function script(): string {
  const found = PLACES.map((place) =>
    fileURLToPath(new URL(`${place}contract-worker.js`, import.meta.url)),
  ).find((path) => existsSync(path));
  if (!found) throw new Error('contract-worker.js was not built');
  return found;
}
