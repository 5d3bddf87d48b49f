import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ForkServer } from './fork-client.ts';
import { type ProcessOrder, type RunningProcess, startHere } from './process.ts';

/** So many are started from here first: a command that runs a few is over before another process could help. */
const STARTED_HERE = 12;
/** Beside the built entry, and where it is built to for code that runs from source. */
const PLACES = ['./', '../', '../../../../out/main/'];

let started = 0;
let server: ForkServer | null = null;

/**
 * Starts a process. Starting one copies the tables of all memory this process has, and stands still meanwhile (0.07 ms for
 * each MB); so a process that starts many has a small one do it.
 */
export function startProcess(order: ProcessOrder): RunningProcess {
  started += 1;
  if (started <= STARTED_HERE) return startHere(order);
  if (server === null || server.state === 'gone') server = openServer();
  return server?.state === 'ready' ? server.start(order) : startHere(order);
}

/** Names the process that started a git, so that its successor can wait for what outlived it. */
export function parentMark(): { readonly TRIBUTARY_GIT: string } {
  return { TRIBUTARY_GIT: String(process.pid) };
}

function openServer(): ForkServer | null {
  const script = PLACES.map((place) =>
    fileURLToPath(new URL(`${place}fork-server.js`, import.meta.url)),
  ).find((path) => existsSync(path));
  return script === undefined ? null : new ForkServer(script, parentMark());
}
