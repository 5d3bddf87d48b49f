import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { launch, sessionKey } from '../../shared/wire/control.ts';
import { PROTOCOL_VERSION } from '../../shared/wire/frames.ts';

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

/** The records of the running sessions, in a file beside the socket. */
export class Records {
  private readonly path: string;
  private written = '';

  constructor(directory: string) {
    this.path = join(directory, `sessions-v${PROTOCOL_VERSION}.json`);
  }

  /** What the last host wrote; none of it is known to be true any more. Empty where there is nothing readable. */
  read(): { readonly sameBoot: boolean; readonly sessions: readonly SessionRecord[] } {
    try {
      const parsed = file.safeParse(JSON.parse(readFileSync(this.path, 'utf8')));
      if (parsed.success) {
        return { sameBoot: parsed.data.boot === bootId(), sessions: parsed.data.sessions };
      }
    } catch {
      // None was written, or not by us: there is nothing to find.
    }
    return { sameBoot: true, sessions: [] };
  }

  write(sessions: readonly SessionRecord[]): void {
    const text = `${JSON.stringify({ boot: bootId(), sessions })}\n`;
    if (text === this.written) return;
    const draft = `${this.path}.${process.pid}`;
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, this.path);
    this.written = text;
  }
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
