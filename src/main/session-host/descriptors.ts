import { closeSync, openSync, readdirSync } from 'node:fs';
import { platform } from 'node:os';

/** Longest descriptor table that is filled. A longer one means a leak elsewhere, which filling would make worse. */
const MAX_FILL = 4096;

/**
 * Runs `fork` with no gap in the table of open descriptors. node-pty's prebuilt binary marks inherited descriptors
 * close-on-exec only up to the first gap above 15, so with gaps a child would inherit other sessions' terminals. Must
 * stay synchronous: nothing may open or close a descriptor between filling and forking.
 */
export function withoutGaps<T>(fork: () => T): T {
  if (platform() !== 'linux') return fork();
  const highest = Math.max(...readdirSync('/proc/self/fd').map(Number));
  const fillers: number[] = [];
  if (highest < MAX_FILL) {
    for (;;) {
      const filler = openSync('/dev/null', 'r');
      fillers.push(filler);
      if (filler > highest) break;
    }
  }
  try {
    return fork();
  } finally {
    for (const filler of fillers) closeSync(filler);
  }
}
