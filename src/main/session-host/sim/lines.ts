import { stdin } from 'node:process';
import { createInterface, type Interface } from 'node:readline';

/** Lines typed into the terminal, in order; each is taken once. */
export interface TypedLines {
  /** Null at the end of input. */
  next(): Promise<string | null>;
  close(): void;
}

export function readLines(): TypedLines {
  // Not a terminal to readline: the kernel's own line editing and echo do all that is needed.
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
  return {
    async next() {
      while (typed.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return typed.shift() ?? null;
    },
    close: () => source.close(),
  };
}
