import { parentPort } from 'node:worker_threads';
import { keepDocuments } from './documents.ts';
import { type JobName, type JobResult, type Order, runJob } from './jobs.ts';
import { OutOfBudget } from './types.ts';

/** Message of the worker. OutOfBudget is sent as data, because an error loses its class between threads. */
export type WorkerAnswer<Name extends JobName = JobName> =
  | { readonly result: JobResult<Name> }
  | { readonly outOfBudget: string };

/** Worker thread for large contracts: answers one message per job, and keeps parsed texts for later jobs. */
if (!parentPort) throw new Error('This script must run as a worker thread');
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
