import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { log } from '../log.ts';
import { type ProcessOrder, type RunningProcess, startHere } from '../process.ts';
import { type FindNodePrograms, ownNode } from '../session/node-program.ts';
import { type ForkProgram, ForkServer } from './fork-client.ts';

/** So many are started from here first: a command that runs a few is over before another process could help. */
const STARTED_HERE = 12;
/** Beside the built entry, and where it is built to for code that runs from source. */
const PLACES = ['./', '../', '../../../../out/main/'];
const SCRIPT = 'fork-server.js';

let started = 0;
let server: ForkServer | null = null;
let opening = false;
let find: () => Promise<ForkProgram | null> = async () => beside();

/** From now on git is started by the fork server among these programs. */
export function startGitWith(programs: FindNodePrograms): void {
  find = async () => {
    const { node, scripts } = await programs();
    const script = join(scripts, SCRIPT);
    return existsSync(script) ? { node, script } : null;
  };
}

/**
 * Starts a process. Starting one copies the tables of all memory this process has, and stands still meanwhile (0.07 ms for
 * each MB); so a process that starts many has a small one do it.
 */
export function startProcess(order: ProcessOrder): RunningProcess {
  started += 1;
  if (started <= STARTED_HERE) return startHere(order);
  if ((server === null || server.state === 'gone') && !opening) void openServer();
  return server?.state === 'ready' ? server.start(order) : startHere(order);
}

/** Names the process that started a git, so that its successor can wait for what outlived it. */
export function parentMark(): { readonly TRIBUTARY_GIT: string } {
  return { TRIBUTARY_GIT: String(process.pid) };
}

/** Never rejects. */
async function openServer(): Promise<void> {
  opening = true;
  try {
    const program = await find();
    server = program && new ForkServer(program, parentMark());
    // Without one it stays set: looking again at each start would cost more than the server saves.
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
