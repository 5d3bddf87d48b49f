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

/** Milliseconds that a thread waits for more work: a preview has several orders about one contract. */
const REST_MS = 2_000;

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
    const ended = () => reject(new Error('The thread for contracts ended.'));
    worker.on('message', answered).on('error', failed).on('exit', ended);
    over.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      worker.off('message', answered).off('error', failed).off('exit', ended);
    });
    worker.postMessage(order);
  }).finally(() => over.abort());
}

/** A thread, and what it may hold. */
interface Thread {
  readonly worker: Worker;
  readonly megabytes: number;
}

/** Threads that wait for more work, with what ends them. */
const resting = new Map<Thread, NodeJS.Timeout>();

/** One that rests has its programs warm, and has parsed what the next order is often about. */
function takeThread(megabytes: number): Thread {
  for (const [thread, timer] of resting) {
    if (thread.megabytes !== megabytes) continue;
    clearTimeout(timer);
    resting.delete(thread);
    thread.worker.ref();
    return thread;
  }
  const worker = new Worker(script(), { resourceLimits: { maxOldGenerationSizeMb: megabytes } });
  // Where nobody waits for it, it has nobody to tell of its end.
  worker.on('error', () => undefined);
  const thread = { worker, megabytes };
  worker.once('exit', () => resting.delete(thread));
  return thread;
}

/** Lets a thread wait, for a while, without keeping this process. */
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
