import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { launch, sessionKey } from '../../shared/wire/control.ts';
import { PROTOCOL_VERSION } from '../../shared/wire/frames.ts';
import { hostLives } from './claim.ts';

/** What identifies the remaining processes of a session after its host died. */
const record = z.object({
  key: sessionKey,
  cwd: z.string(),
  kind: launch.shape.kind,
  /** Milliseconds since the epoch. */
  since: z.number(),
  leader: z.object({ pid: z.number().int(), start: z.string() }),
  mark: z.string().regex(/^\w+=[\w-]+$/),
});
export type SessionRecord = z.infer<typeof record>;

const file = z.object({ boot: z.string(), sessions: z.array(record) });

/** Matches no process: after a reboot no process of the session is left, and its pids belong to others. */
const OVER = { leader: { pid: 0, start: '' }, mark: 'TRIBUTARY_SESSION=none' };

/** The records of the running sessions, in a file next to the socket. */
export class Records {
  readonly #path: string;
  #written = '';
  /** Files of dead hosts with other protocol versions. Removed once their sessions are in our own file. */
  #taken: readonly string[] = [];

  readonly #directory: string;
  constructor(directory: string) {
    this.#directory = directory;
    this.#path = join(directory, `sessions-v${PROTOCOL_VERSION}.json`);
  }

  /** Records of hosts that are dead, of other protocol versions too. The processes in them may be gone. */
  read(): readonly SessionRecord[] {
    this.#taken = othersIn(this.#directory);
    return [this.#path, ...this.#taken].flatMap(recordsIn);
  }

  write(sessions: readonly SessionRecord[]): void {
    const text = `${JSON.stringify({ boot: bootId(), sessions })}\n`;
    if (text === this.#written) return;
    const draft = `${this.#path}.${process.pid}`;
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, this.#path);
    this.#written = text;
    for (const path of this.#taken) rmSync(path, { force: true });
    this.#taken = [];
  }
}

/** Empty when the file is unreadable. */
function recordsIn(path: string): SessionRecord[] {
  try {
    const { success, data } = file.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (!success) return [];
    return data.boot === bootId()
      ? data.sessions
      : data.sessions.map((session) => ({ ...session, ...OVER }));
  } catch {
    // Missing, or not written by us: there is nothing to find.
    return [];
  }
}

/** Record files of other protocol versions whose host is dead. */
function othersIn(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const protocol = Number(/^sessions-v(\d+)\.json$/.exec(name)?.[1] ?? PROTOCOL_VERSION);
    if (protocol === PROTOCOL_VERSION || hostLives(directory, protocol)) return [];
    return [join(directory, name)];
  });
}

/** Identifies the current boot where the system can: pids repeat after each boot. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Not Linux: start times are dates there and never repeat.
    return '';
  }
}
