import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { log } from '../log.ts';
import { type ProcessOrder, type RunningProcess, startHere } from '../process.ts';
import { type FindNodePrograms, ownNode } from '../session/node-program.ts';
import { type ForkProgram, ForkServer } from './fork-client.ts';

/** Processes started directly at first: a short command ends before the fork server is ready. */
const STARTED_HERE = 12;
/** Beside the built entry, or the build output for code that runs from source. */
const PLACES = ['./', '../', '../../../../out/main/'];
const SCRIPT = 'fork-server.js';

let started = 0;
let server: ForkServer | null = null;
let opening = false;
let find: () => Promise<ForkProgram | null> = async () => beside();

/** Sets the programs among which the fork server is found. */
export function startGitWith(programs: FindNodePrograms): void {
  find = async () => {
    const { node, scripts } = await programs();
    const script = join(scripts, SCRIPT);
    return existsSync(script) ? { node, script } : null;
  };
}

/**
 * Starts a process. Forking copies this process's page tables and blocks it meanwhile (0.07 ms per MB), so after the
 * first few a small process does it.
 */
export function startProcess(order: ProcessOrder): RunningProcess {
  started += 1;
  if (started <= STARTED_HERE) return startHere(order);
  if ((server === null || server.state === 'gone') && !opening) void openServer();
  return server?.state === 'ready' ? server.start(order) : startHere(order);
}

/**
 * Environment variable that identifies the parent of a git process, so that a successor of the parent can wait for it.
 */
export function parentMark(): { readonly TRIBUTARY_GIT: string } {
  return { TRIBUTARY_GIT: String(process.pid) };
}

/** Never rejects. */
async function openServer(): Promise<void> {
  opening = true;
  try {
    const program = await find();
    server = program && new ForkServer(program, parentMark());
    // When it fails, `opening` stays set: retrying at each start would cost more than the server saves.
    if (server) opening = false;
  } catch (thrown) {
    log.error('git is started without the fork server', thrown);
  }
}

function beside(): ForkProgram | null {
  const script = PLACES.map((place) =>
    fileURLToPath(new URL(`${place}${SCRIPT}`, import.meta.url)),
  ).find((path) => existsSync(path));
  return script === undefined ? null : { node: ownNode(), script };
}
