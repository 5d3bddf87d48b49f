import type { Activity, SessionState } from './state.ts';

/** What a session that waits for a prompt says. */
export const READY = 'Ready for a prompt';

export type Reported = Exclude<Activity, 'silent' | 'needs-you'>;

/** The state with another activity; `since` stays while the activity does. */
export function become(
  state: SessionState,
  activity: Reported,
  { at, message }: { readonly at: number; readonly message: string | null },
): SessionState {
  const since = state.activity === activity ? state.since : at;
  return { ...state, activity, needs: null, message, since };
}

/** The state that waits for a person. */
export function wait(
  state: SessionState,
  waiting: { readonly needs: SessionState['needs']; readonly message: string | null },
  at: number,
): SessionState {
  const same = state.activity === 'needs-you' && state.needs === waiting.needs;
  // A later, vaguer word on the same question does not replace what is asked.
  const message = same ? (state.message ?? waiting.message) : waiting.message;
  const since = same ? state.since : at;
  return { ...state, activity: 'needs-you', needs: waiting.needs, message, since };
}

/** Remembers how the turn has ended. */
export function outcome(state: SessionState): SessionState {
  const { activity, message, since } = state;
  return { ...state, outcome: { activity, message, since } };
}

/** After a command of the CLI's own, or a dialog, it is again as the last turn left it. */
export function restored(state: SessionState, at: number): SessionState {
  const { outcome: last } = state;
  return last
    ? { ...state, ...last, needs: null }
    : become(state, 'unknown', { at, message: READY });
}
