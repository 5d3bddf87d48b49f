import { OutOfBudget } from './types.ts';

/** Entries that a contract of 2 MB holds at most are a million; they are read and merged a few times each. */
const MOST_ENTRIES = 20_000_000;

let left = MOST_ENTRIES;

/** Does work that may visit so many entries: what it does with a text is the same on a busy machine. */
export function limitingWork<Result>(work: () => Result, most = MOST_ENTRIES): Result {
  const before = left;
  left = most;
  try {
    return work();
  } finally {
    left = before;
  }
}

/** Counts entries visited. Throws OutOfBudget when they are too many. */
export function visit(entries = 1): void {
  left -= entries;
  if (left < 0) throw new OutOfBudget('It takes too many steps.');
}
