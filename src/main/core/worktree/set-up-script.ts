import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { type Repository, stateFolder } from '../git/repository.ts';

/** Lock held during an agent's set-up, which distinguishes work in progress from a crash. */
export function setUpLock(feature: string, agent: string): `setup-${string}` {
  return `setup-${feature}-${agent}`;
}

/** A log larger than this, in bytes, loses its older half. */
const LOG_BYTES = 2_000_000;

export function setUpLogPath(repo: Pick<Repository, 'commonDir'>, feature: string, agent: string) {
  return join(stateFolder(repo), 'logs', `${feature}-${agent}-setup.log`);
}

/** Saved output of the last set-up of an agent; null when there was none. */
export function readSetUpLog(
  repo: Pick<Repository, 'commonDir'>,
  feature: string,
  agent: string,
): Promise<string | null> {
  return readFile(setUpLogPath(repo, feature, agent), 'utf8').catch(() => null);
}

/** A log written in order as output arrives, of limited size. */
export interface SetUpLog {
  write(text: string): void;
  /** Starts a new section. */
  begin(): void;
  /** The last non-empty lines of the section, at most `count`, without colours. */
  lastLines(count: number): string[];
  close(): Promise<void>;
}

/** Characters kept in memory for `lastLines`. */
const TAIL = 4_000;

/** Starts a new log; without a path only the last lines are kept. */
export async function openSetUpLog(path: string | null): Promise<SetUpLog> {
  if (path !== null) {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, '');
  }
  let tail = '';
  let last: Promise<void> = Promise.resolve();
  return {
    write(text) {
      tail = (tail + text).slice(-TAIL);
      if (path === null) return;
      // A write error must not stop the set-up; the next write tries again.
      last = last.then(() => append(path, text)).catch(() => {});
    },
    begin() {
      tail = '';
    },
    lastLines(count) {
      const lines = plain(tail).split('\n');
      return lines.filter((line) => line.trim() !== '').slice(-count);
    },
    close: () => last,
  };
}

async function append(path: string, text: string): Promise<void> {
  const { size } = await stat(path);
  if (size > LOG_BYTES) {
    const bytes = await readFile(path);
    const kept = bytes.subarray(bytes.indexOf(0x0a, Math.floor(bytes.length / 2)) + 1);
    await writeFileAtomic(path, Buffer.concat([Buffer.from('(earlier output left out)\n'), kept]));
  }
  const file = await open(path, 'a');
  try {
    await file.write(text);
  } finally {
    await file.close();
  }
}

const ESCAPE = String.fromCharCode(27);

/** Without escape sequences; of overwritten lines the last state. */
function plain(text: string): string {
  return text
    .split(ESCAPE)
    .map((part, index) =>
      index === 0 ? part : part.replace(/^(\[[0-9;?]*[ -/]*[@-~]|[()].|.)/, ''),
    )
    .join('')
    .replaceAll('\r\n', '\n')
    .replace(/[^\n]*\r/g, '');
}
