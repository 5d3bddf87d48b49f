import type { Activity, SessionState } from './state.ts';

/** Message of a session that waits for a prompt. */
export const READY = 'Ready for a prompt';

export type Reported = Exclude<Activity, 'silent' | 'needs-you'>;

/** The state with another activity; `since` changes only with the activity. */
export function become(
  state: SessionState,
  activity: Reported,
  { at, message }: { readonly at: number; readonly message: string | null },
): SessionState {
  const since = state.activity === activity ? state.since : at;
  return { ...state, activity, needs: null, message, since };
}

/** The state of waiting for a person. */
export function wait(
  state: SessionState,
  waiting: { readonly needs: SessionState['needs']; readonly message: string | null },
  at: number,
): SessionState {
  const same = state.activity === 'needs-you' && state.needs === waiting.needs;
  // A later, vaguer report of the same question does not replace the first.
  const message = same ? (state.message ?? waiting.message) : waiting.message;
  const since = same ? state.since : at;
  return { ...state, activity: 'needs-you', needs: waiting.needs, message, since };
}

/** Stores the current activity as the outcome of the last turn. */
export function outcome(state: SessionState): SessionState {
  const { activity, message, since } = state;
  return { ...state, outcome: { activity, message, since } };
}

/** The outcome of the last turn, shown again after one of the CLI's own commands or a dialog. */
export function restored(state: SessionState, at: number): SessionState {
  const { outcome: last } = state;
  return last
    ? { ...state, ...last, needs: null }
    : become(state, 'unknown', { at, message: READY });
}
