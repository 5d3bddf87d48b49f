import type { SessionView } from '../../../shared/contract/session.ts';
import type { StatusFile } from './events.ts';

export type Activity = SessionView['activity'];
export type SessionKind = SessionView['kind'];

/** What is known of a session from what it said. `present` turns it into what people see. */
export interface SessionState {
  readonly kind: SessionKind;
  readonly activity: Exclude<Activity, 'silent'>;
  readonly needs: SessionView['needs'];
  readonly message: string | null;
  readonly title: string | null;
  /** Of the last change of activity. */
  readonly since: number;
  readonly exit: SessionView['exit'];
  readonly startedAt: number;
  readonly lastOutput: number;
  /** Of the last hook; 0 when none came. */
  readonly lastHook: number;
  /** A prompt was given and neither Stop nor StopFailure came since. */
  readonly turnOpen: boolean;
  /** Whether any prompt was ever given. */
  readonly prompted: boolean;
  /** The last content of the CLI's session file, and when it was read first. */
  readonly file: { readonly content: StatusFile; readonly at: number } | null;
}

export function initialState(kind: SessionKind, at: number): SessionState {
  const talks = kind === 'claude' || kind === 'sim';
  return {
    kind,
    // A shell or a plain command says nothing of itself, and nothing is made up for it.
    activity: talks ? 'starting' : 'unknown',
    needs: null,
    message: null,
    title: null,
    since: at,
    exit: null,
    startedAt: at,
    lastOutput: at,
    lastHook: 0,
    turnOpen: false,
    prompted: false,
    file: null,
  };
}

/** Milliseconds without output after which a working agent is called silent. */
const SILENT_AFTER = 5 * 60_000;

/** Silence is a way to look at the state, not one of its own: the next output ends it. */
export function present(
  state: SessionState,
  now: number,
): Pick<SessionView, 'activity' | 'needs' | 'message' | 'title' | 'since' | 'exit'> {
  const { needs, title, exit, since, message } = state;
  const quiet = now - state.lastOutput;
  if (state.activity === 'working' && quiet >= SILENT_AFTER) {
    const minutes = Math.floor(quiet / 60_000);
    const text = `No output for ${minutes} min`;
    return { activity: 'silent', needs, message: text, title, since: state.lastOutput, exit };
  }
  return { activity: state.activity, needs, message, title, since, exit };
}
