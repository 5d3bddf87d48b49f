import { parentPort } from 'node:worker_threads';
import { type JobName, type JobResult, type Order, runJob } from './jobs.ts';
import { OutOfBudget } from './types.ts';

/** What the thread says: a class of errors does not come through. */
export type WorkerAnswer<Name extends JobName = JobName> =
  | { readonly result: JobResult<Name> }
  | { readonly outOfBudget: string };

/** The thread for large contracts: one order, one answer. */
if (!parentPort) throw new Error('This script is a worker of the core');
const port = parentPort;
port.once('message', (order: Order) => port.postMessage(answerTo(order)));

function answerTo(order: Order): WorkerAnswer {
  try {
    return { result: runJob(order) };
  } catch (thrown) {
    if (thrown instanceof OutOfBudget) return { outOfBudget: thrown.message };
    throw thrown;
  }
}
