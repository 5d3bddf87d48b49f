import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes after which the log is rotated once, so that it never exceeds twice this size. */
const LIMIT = 5 * 1024 * 1024;

let home: string | null = null;

/** Tokens and keys, which must not appear in a log. */
const SECRETS = /(token|authorization|api[_-]?key|bearer)(["'\s:=]+)[^\s"',}]+/gi;

/** The app's log: one JSON line per entry, in the folder `logs` of the home given to `start`; on stderr before that. */
export const log = {
  start(of: string): void {
    home = of;
    mkdirSync(join(of, 'logs'), { recursive: true, mode: 0o700 });
  },
  error(message: string, thrown: unknown): void {
    const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    write({ level: 'error', message, detail });
  },
  /** Logs an unexpected error under a short id for display; returns the id. */
  incident(where: string, thrown: unknown): string {
    const id = randomUUID().slice(0, 8);
    log.error(`incident ${id} in ${where}`, thrown);
    return id;
  },
  info(message: string): void {
    write({ level: 'info', message });
  },
};

/** The current log file and the rotated one. */
export function logFiles(home: string): readonly [current: string, before: string] {
  return [join(home, 'logs', 'tributary.log'), join(home, 'logs', 'tributary.1.log')];
}

function write(record: Record<string, string>): void {
  const line = JSON.stringify({ at: new Date().toISOString(), pid: process.pid, ...record });
  const safe = `${line.replace(SECRETS, '$1$2[hidden]')}\n`;
  if (!home) {
    process.stderr.write(safe);
    return;
  }
  const [file, before] = logFiles(home);
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LIMIT) renameSync(file, before);
    appendFileSync(file, safe, { mode: 0o600 });
  } catch {
    // Full or read-only disk: continue without a log file.
    process.stderr.write(safe);
  }
}
