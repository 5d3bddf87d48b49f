/** A prompt that was given to the CLI and that no turn has followed yet. Times in milliseconds since the epoch. */
export interface Given {
  readonly at: number;
  /** When the file first said busy since; null before. */
  readonly busyAt: number | null;
}

interface Times {
  /** When the file took its present status. */
  readonly changed: number;
  readonly now: number;
}

/** Idle this long after a prompt, the CLI may have refused it: its screen tells, for one that is only slow prints nothing. */
const REFUSED_AFTER = 2500;
/** Idle this long after a prompt without a word on the screen, somebody has to look. */
const NO_TURN_AFTER = 15_000;
/** Busy this long, it was a turn although no hook told of one: hooks are disabled. */
const TURN_LASTS = 1500;

/** What a CLI that is idle makes of the prompt it was given: nothing yet, a turn that no hook told of, or nothing at all. */
export function verdictOn(
  given: Given,
  state: { readonly lastHook: number },
  times: Times,
): 'open' | 'unheard-turn' | 'no-turn' {
  const lasted = given.busyAt === null ? 0 : times.changed - given.busyAt;
  if (state.lastHook === 0 && lasted >= TURN_LASTS) return 'unheard-turn';
  return idleSince(given, times) < NO_TURN_AFTER ? 'open' : 'no-turn';
}

/** Whether a word of the CLI on its screen is now a refusal of the prompt. */
export function mayBeRefused(given: Given, times: Times): boolean {
  return idleSince(given, times) >= REFUSED_AFTER;
}

/** A command that the CLI refuses keeps it busy for a moment too: that is not work yet. */
export function onlyFlashes({ busyAt }: Given, { changed, now }: Times): boolean {
  return now - (busyAt ?? changed) < TURN_LASTS;
}

function idleSince({ at }: Given, { changed, now }: Times): number {
  return now - Math.max(at, changed);
}
