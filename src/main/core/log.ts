import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes after which the log is set aside once, so it never holds more than twice this. */
const LIMIT = 5 * 1024 * 1024;

let folder: string | null = null;

/** What may not stand in a log: tokens and keys, wherever they come from. */
const SECRETS = /(token|authorization|api[_-]?key|bearer)(["'\s:=]+)[^\s"',}]+/gi;

/** The app's own log, one JSON line each, in the folder of `start`; on stderr until then. */
export const log = {
  start(home: string): void {
    folder = join(home, 'logs');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  },
  error(message: string, thrown: unknown): void {
    const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    write({ level: 'error', message, detail });
  },
  info(message: string): void {
    write({ level: 'info', message });
  },
};

function write(record: Record<string, string>): void {
  const line = JSON.stringify({ at: new Date().toISOString(), pid: process.pid, ...record });
  const safe = `${line.replace(SECRETS, '$1$2[hidden]')}\n`;
  if (!folder) {
    process.stderr.write(safe);
    return;
  }
  const file = join(folder, 'tributary.log');
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LIMIT) {
      renameSync(file, join(folder, 'tributary.1.log'));
    }
    appendFileSync(file, safe, { mode: 0o600 });
  } catch {
    // A full or read-only disk: the app goes on without its log.
    process.stderr.write(safe);
  }
}
