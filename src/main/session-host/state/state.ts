import type { SessionView } from '../../../shared/contract/session.ts';
import { type Ask, QUESTION_TOOL } from './asks.ts';
import type { StatusFile } from './events.ts';
import { type Given, mayBeRefused } from './given.ts';

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
  /** Words have been on the screen. */
  readonly drawn: boolean;
  /** Of the last hook; 0 when none came. */
  readonly lastHook: number;
  /** A prompt was given and neither Stop nor StopFailure came since. */
  readonly turnOpen: boolean;
  /** When the first hook of the turn came; 0 before any. */
  readonly turnAt: number;
  /** Whether any prompt was ever given. */
  readonly prompted: boolean;
  /** A prompt that no turn has followed yet. */
  readonly given: Given | null;
  /** Stop came, and the CLI's file has yet to say that it is idle: a queued prompt may follow at once. */
  readonly ending: { readonly at: number; readonly message: string | null } | null;
  /** How the last turn ended: what holds again when something that is no turn is over, e.g. a command of the CLI's own. */
  readonly outcome: Pick<SessionState, 'activity' | 'message' | 'since'> | null;
  /** When the last request was settled: what the file said before then is an old word. */
  readonly settledAt: number;
  /** Background tasks that the last turn left running. */
  readonly background: number;
  /** Requests that wait for an answer, the oldest first. */
  readonly asks: readonly Ask[];
  /** When the file first said that a prompt is worked on; null before. */
  readonly firstBusy: number | null;
  /** The CLI's own name of the conversation, and its file. */
  readonly conversation: string | null;
  readonly transcript: string | null;
  /** Files that were changed outside of the folder the session works in, the newest last. */
  readonly strays: SessionView['strays'];
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
    drawn: false,
    lastHook: 0,
    turnOpen: false,
    turnAt: 0,
    prompted: false,
    given: null,
    ending: null,
    outcome: null,
    settledAt: 0,
    background: 0,
    asks: [],
    firstBusy: null,
    conversation: null,
    transcript: null,
    strays: [],
    file: null,
  };
}

/** Milliseconds without output after which a working agent is called silent. */
const SILENT_AFTER = 5 * 60_000;
/** A CLI that works this long by its file and has called no hook has its hooks disabled. */
const HOOKS_MISSING_AFTER = 3000;

type Presented = Omit<SessionView, 'id' | 'agent' | 'kind' | 'pid' | 'alive' | 'unseen'>;

/**
 * What people see. An open request comes before everything else; silence is a way to look at the state, not one of its
 * own: the next output ends it.
 */
export function present(state: SessionState, now: number): Presented {
  const shown: Presented = {
    activity: state.activity,
    needs: state.needs,
    message: state.message,
    title: state.title,
    since: state.since,
    exit: state.exit,
    ask: null,
    asks: state.asks.length,
    background: state.background,
    source: sourceOf(state, now),
    conversation: state.conversation,
    transcript: state.transcript,
    strays: [...state.strays],
  };
  if (state.exit) return { ...shown, asks: 0 };
  const ask = state.asks[0];
  if (ask) {
    const needs = ask.tool === QUESTION_TOOL ? 'question' : 'permission';
    const { line: message, at: since } = ask;
    return { ...shown, activity: 'needs-you', needs, message, since, ask: ask.id };
  }
  const quiet = now - state.lastOutput;
  if (state.activity === 'working' && quiet >= SILENT_AFTER) {
    const message = `No output for ${Math.floor(quiet / 60_000)} min`;
    return { ...shown, activity: 'silent', message, since: state.lastOutput };
  }
  return shown;
}

/** Where the state comes from: what cannot be told by it must not be expected from it. */
function sourceOf(state: SessionState, now: number): SessionView['source'] {
  if (state.kind !== 'claude' && state.kind !== 'sim') return state.title ? 'title' : 'process';
  if (state.lastHook > 0) return 'hooks';
  if (state.file === null) return state.title ? 'title' : 'process';
  const { firstBusy } = state;
  return firstBusy !== null && now - firstBusy > HOOKS_MISSING_AFTER ? 'file' : 'hooks';
}

/** Whether a word of the CLI on its screen would now be its refusal of the prompt that it was given. */
export function awaitsRefusal({ given, file }: SessionState, now: number): boolean {
  if (given === null || file?.content.status !== 'idle') return false;
  return mayBeRefused(given, { changed: file.content.statusUpdatedAt ?? file.at, now });
}

/** Whether it waits for a person because its prompt began no turn. */
export function isRefused(state: SessionState): boolean {
  return (
    state.given !== null && state.activity === 'needs-you' && state.file?.content.status === 'idle'
  );
}
