import { OutOfBudget } from './types.ts';

/** A contract of 2 MB has at most about a million entries, and each is read and merged a few times. */
const MOST_ENTRIES = 20_000_000;

let left = MOST_ENTRIES;

/**
 * Runs work that may visit at most `most` entries. Unlike a timeout, this limit does not depend on how busy the machine
 * is.
 */
export function limitingWork<Result>(work: () => Result, most = MOST_ENTRIES): Result {
  const before = left;
  left = most;
  try {
    return work();
  } finally {
    left = before;
  }
}

/** Counts visited entries. Throws OutOfBudget above the limit. */
export function visit(entries = 1): void {
  left -= entries;
  if (left < 0) throw new OutOfBudget('Processing it takes too many steps.');
}
