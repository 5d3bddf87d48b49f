/** A prompt that was sent to the CLI and has not begun a turn yet. Times in milliseconds since the epoch. */
export interface Given {
  readonly at: number;
  /** When the status file first reported busy after it; null before. */
  readonly busyAt: number | null;
}

interface Times {
  /** When the status file changed to its current status. */
  readonly changed: number;
  readonly now: number;
}

/** Milliseconds idle after a prompt until output of the CLI counts as its refusal. A slow CLI prints nothing. */
const REFUSED_AFTER = 2500;
/** Milliseconds idle after a prompt, without any output, until a person has to look. */
const NO_TURN_AFTER = 15_000;
/** Milliseconds busy after which it was a turn, although no hook reported one: hooks are disabled. */
const TURN_LASTS = 1500;

/** What became of a prompt while the CLI is idle: still open, a turn without hooks, or no turn at all. */
export function verdictOn(
  given: Given,
  state: { readonly lastHook: number },
  times: Times,
): 'open' | 'unheard-turn' | 'no-turn' {
  const lasted = given.busyAt === null ? 0 : times.changed - given.busyAt;
  if (state.lastHook === 0 && lasted >= TURN_LASTS) return 'unheard-turn';
  return idleSince(given, times) < NO_TURN_AFTER ? 'open' : 'no-turn';
}

/** Whether output of the CLI now counts as a refusal of the prompt. */
export function mayBeRefused(given: Given, times: Times): boolean {
  return idleSince(given, times) >= REFUSED_AFTER;
}

/** A refused command makes the CLI busy for a moment too; that is not work yet. */
export function onlyFlashes({ busyAt }: Given, { changed, now }: Times): boolean {
  return now - (busyAt ?? changed) < TURN_LASTS;
}

function idleSince({ at }: Given, { changed, now }: Times): number {
  return now - Math.max(at, changed);
}
