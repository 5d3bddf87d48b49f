import { stdin } from 'node:process';
import { createInterface, type Interface } from 'node:readline';

/** Lines typed into the terminal, in order; each is returned once. */
export interface TypedLines {
  /** Null at the end of input; undefined when `given` resolved first, and the next line stays unread. */
  next(): Promise<string | null>;
  nextUnless(given: Promise<unknown>): Promise<string | null | undefined>;
  close(): void;
}

export function readLines(): TypedLines {
  // Not a terminal for readline: the kernel's line editing and echo are enough.
  const source: Interface = createInterface({ input: stdin, terminal: false });
  const typed: string[] = [];
  let ended = false;
  let wake: (() => void) | null = null;
  source.on('line', (line) => {
    typed.push(line);
    wake?.();
  });
  source.on('close', () => {
    ended = true;
    wake?.();
  });
  async function take(given: Promise<unknown> | null): Promise<string | null | undefined> {
    let come = false;
    given?.then(() => {
      come = true;
      wake?.();
    });
    while (typed.length === 0 && !ended && !come) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return typed.length === 0 && come ? undefined : (typed.shift() ?? null);
  }
  return {
    next: async () => (await take(null)) ?? null,
    nextUnless: (given) => take(given),
    close: () => source.close(),
  };
}
