import { parentPort } from 'node:worker_threads';
import { type Order, runJob } from './jobs.ts';

/** The thread for large contracts: one order, one answer. */
if (!parentPort) throw new Error('This script is a worker of the core');
const port = parentPort;
port.once('message', (order: Order) => port.postMessage(runJob(order)));
