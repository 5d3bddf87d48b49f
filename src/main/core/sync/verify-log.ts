import { appendFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Repository, stateFolder } from '../git/repository.ts';
import { log } from '../log.ts';

/** Bytes after which the log is rotated once, so that its end is always kept. */
const LIMIT = 2 * 1024 * 1024;

/** Path of the log of a sync point's last verification. */
export function verifyLogPath(
  repo: Pick<Repository, 'commonDir'>,
  feature: string,
  sync: string,
): string {
  return join(stateFolder(repo), 'logs', `${feature}-${sync.replaceAll('/', '-')}-verify.log`);
}

export interface VerifyLog {
  write(text: string): void;
  /** Resolves when everything written so far is on disk. */
  flush(): Promise<void>;
}

/** Starts a new log. If the disk is full, only the log is lost; verification continues. */
export function openVerifyLog(path: string): VerifyLog {
  let bytes = 0;
  let last = mkdir(dirname(path), { recursive: true })
    .then(() => Promise.all([rm(path, { force: true }), rm(`${path}.1`, { force: true })]))
    .then(() => undefined)
    .catch(report);
  return {
    write(text) {
      last = last
        .then(async () => {
          if (bytes > LIMIT) {
            await rename(path, `${path}.1`);
            bytes = 0;
          }
          await appendFile(path, text, { mode: 0o600 });
          bytes += Buffer.byteLength(text);
        })
        .catch(report);
    },
    flush: () => last,
  };
}

function report(thrown: unknown): void {
  log.error('cannot write the verification log', thrown);
}
