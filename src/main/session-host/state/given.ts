/** A prompt that was given to the CLI and that no turn has followed yet. Times in milliseconds since the epoch. */
export interface Given {
  readonly at: number;
  /** When the file first said busy since; null before. */
  readonly busyAt: number | null;
}

/** Idle this long after a prompt, the CLI has not taken it for one: an unknown command, a refused argument. */
const NO_TURN_AFTER = 2500;
/** Busy this long, it was a turn although no hook told of one: hooks are disabled. */
const TURN_LASTS = 1500;

/** What a CLI that is idle makes of the prompt it was given: nothing yet, a turn that no hook told of, or nothing at all. */
export function verdictOn(
  { at, busyAt }: Given,
  state: { readonly lastHook: number },
  times: { readonly changed: number; readonly now: number },
): 'open' | 'unheard-turn' | 'no-turn' {
  const { changed, now } = times;
  const lasted = busyAt === null ? 0 : changed - busyAt;
  if (state.lastHook === 0 && lasted >= TURN_LASTS) return 'unheard-turn';
  return now - Math.max(at, changed) < NO_TURN_AFTER ? 'open' : 'no-turn';
}
