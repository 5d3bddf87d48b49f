import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

interface Second {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly data: unknown;
}

/**
 * Who is the first instance with a data folder: a file with its process id. A later one leaves a letter, which is there
 * before it ends: as in Electron, it may quit as soon as it knows that it is not the first.
 */
export class InstanceLock {
  held = false;
  #folder: string | null = null;
  #watcher: FSWatcher | null = null;

  request(userData: string, data: unknown = null): boolean {
    const letters = join(userData, 'second-instances');
    mkdirSync(letters, { recursive: true });
    const file = join(userData, 'SingletonLock');
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        writeFileSync(file, String(process.pid), { flag: 'wx' });
        this.#folder = userData;
        this.held = true;
        return true;
      } catch {
        if (isAlive(Number(readFileSync(file, 'utf8')))) break;
        rmSync(file, { force: true });
      }
    }
    const letter: Second = { argv: asChromiumPassesOn(process.argv), cwd: process.cwd(), data };
    const draft = join(userData, `letter-${process.pid}`);
    writeFileSync(draft, JSON.stringify(letter));
    renameSync(draft, join(letters, String(process.pid)));
    return false;
  }

  /** Source: docs/api/app.md: `second-instance` is emitted after `ready` only. */
  watch(listener: (second: Second) => void): void {
    if (this.#folder === null) return;
    const letters = join(this.#folder, 'second-instances');
    const read = () => {
      for (const name of readdirSync(letters)) {
        const text = readFileSync(join(letters, name), 'utf8');
        rmSync(join(letters, name));
        listener(JSON.parse(text));
      }
    };
    this.#watcher = watch(letters, read);
    read();
  }

  release(): void {
    this.#watcher?.close();
    if (this.#folder !== null) rmSync(join(this.#folder, 'SingletonLock'), { force: true });
    this.#folder = null;
    this.held = false;
  }
}

/** Source: docs/api/app.md, `second-instance`: the order changes (switches first) and switches are added. */
export function asChromiumPassesOn([program = '', ...words]: readonly string[]): string[] {
  const isSwitch = (word: string) => word.startsWith('-');
  return [
    program,
    ...words.filter(isSwitch),
    `--original-process-start-time=${Date.now()}`,
    ...words.filter((word) => !isSwitch(word)),
  ];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
