import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { launch, sessionKey } from '../../shared/wire/control.ts';
import { PROTOCOL_VERSION } from '../../shared/wire/frames.ts';
import { hostLives } from './claim.ts';

/** What must be known of a running session to recognise, after its host died, what is left of it. */
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

/** No process has either: what ran before the system went down is over, and its process ids belong to others. */
const OVER = { leader: { pid: 0, start: '' }, mark: 'TRIBUTARY_SESSION=none' };

/** The records of the running sessions, in a file beside the socket. */
export class Records {
  readonly #path: string;
  #written = '';
  /** Of dead hosts of other protocols; in the way once their sessions are in the own file. */
  #taken: readonly string[] = [];

  readonly #directory: string;
  constructor(directory: string) {
    this.#directory = directory;
    this.#path = join(directory, `sessions-v${PROTOCOL_VERSION}.json`);
  }

  /**
   * What earlier hosts wrote that are dead now, those of other protocols too; none of it is known to be true any more.
   */
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

/** Empty where there is nothing readable. */
function recordsIn(path: string): SessionRecord[] {
  try {
    const { success, data } = file.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (!success) return [];
    return data.boot === bootId()
      ? data.sessions
      : data.sessions.map((session) => ({ ...session, ...OVER }));
  } catch {
    // None was written, or not by us: there is nothing to find.
    return [];
  }
}

/** Files of other protocols whose host does not live. */
function othersIn(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const protocol = Number(/^sessions-v(\d+)\.json$/.exec(name)?.[1] ?? PROTOCOL_VERSION);
    if (protocol === PROTOCOL_VERSION || hostLives(directory, protocol)) return [];
    return [join(directory, name)];
  });
}

/** Tells one start of the system from another where it says so: process ids begin anew with each. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Not Linux: start times are dates there, and differ by themselves.
    return '';
  }
}
