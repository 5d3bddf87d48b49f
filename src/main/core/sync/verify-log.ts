import { appendFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Repository, stateFolder } from '../git/repository.ts';
import { log } from '../log.ts';

/** Bytes after which the log is set aside once, so that its end is always there. */
const LIMIT = 2 * 1024 * 1024;

/** Where the output of the last verification of a sync point is kept. */
export function verifyLogPath(
  repo: Pick<Repository, 'commonDir'>,
  feature: string,
  sync: string,
): string {
  return join(stateFolder(repo), 'logs', `${feature}-${sync.replaceAll('/', '-')}-verify.log`);
}

export interface VerifyLog {
  write(text: string): void;
  /** Resolves when everything so far is written. */
  flush(): Promise<void>;
}

/** Begins the log anew. A disk that is full costs the log, not the verification. */
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
  log.error('the log of a verification could not be written', thrown);
}
