import { parentPort } from 'node:worker_threads';
import { keepDocuments } from './documents.ts';
import { type JobName, type JobResult, type Order, runJob } from './jobs.ts';
import { OutOfBudget } from './types.ts';

/** What the thread says: a class of errors does not come through. */
export type WorkerAnswer<Name extends JobName = JobName> =
  | { readonly result: JobResult<Name> }
  | { readonly outOfBudget: string };

/** The thread for large contracts: an answer to each order, and a text that comes again is not parsed again. */
if (!parentPort) throw new Error('This script is a worker of the core');
const port = parentPort;
keepDocuments();
port.on('message', (order: Order) => port.postMessage(answerTo(order)));

function answerTo(order: Order): WorkerAnswer {
  try {
    return { result: runJob(order) };
  } catch (thrown) {
    if (thrown instanceof OutOfBudget) return { outOfBudget: thrown.message };
    throw thrown;
  }
}
