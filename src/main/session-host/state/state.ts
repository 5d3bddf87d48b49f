import type { SessionView } from '../../../shared/contract/session.ts';
import { type Ask, QUESTION_TOOL } from './asks.ts';
import type { StatusFile } from './events.ts';
import { type Given, mayBeRefused } from './given.ts';

export type Activity = SessionView['activity'];
export type SessionKind = SessionView['kind'];

/** What a session has reported so far. `present` turns it into what people see. */
export interface SessionState {
  readonly kind: SessionKind;
  readonly activity: Exclude<Activity, 'silent'>;
  readonly needs: SessionView['needs'];
  readonly message: string | null;
  readonly title: string | null;
  /** When the activity last changed. */
  readonly since: number;
  readonly exit: SessionView['exit'];
  readonly startedAt: number;
  readonly lastOutput: number;
  /** Text has been on the screen. */
  readonly drawn: boolean;
  /** Time of the last hook; 0 when there was none. */
  readonly lastHook: number;
  /** A prompt was sent and neither Stop nor StopFailure followed. */
  readonly turnOpen: boolean;
  /** Time of the first hook of the turn; 0 before any. */
  readonly turnAt: number;
  /** Whether any prompt was ever sent. */
  readonly prompted: boolean;
  /** A prompt that has not begun a turn yet. */
  readonly given: Given | null;
  /** Stop was received and the status file does not report idle yet: a queued prompt may follow at once. */
  readonly ending: { readonly at: number; readonly message: string | null } | null;
  /** The outcome of the last turn, restored after something that is not a turn, e.g. a command of the CLI itself. */
  readonly outcome: Pick<SessionState, 'activity' | 'message' | 'since'> | null;
  /** When the last request was settled: older reports of the status file are outdated. */
  readonly settledAt: number;
  /** Background tasks left running by the last turn. */
  readonly background: number;
  /** Open requests, the oldest first. */
  readonly asks: readonly Ask[];
  /** When the status file first reported work on a prompt; null before. */
  readonly firstBusy: number | null;
  /** The CLI's id of the conversation, and its transcript. */
  readonly conversation: string | null;
  readonly transcript: string | null;
  /** Files changed outside the session's folder, the newest last. */
  readonly strays: SessionView['strays'];
  /** The last content of the CLI's status file, and when it was first read. */
  readonly file: { readonly content: StatusFile; readonly at: number } | null;
}

export function initialState(kind: SessionKind, at: number): SessionState {
  const talks = kind === 'claude' || kind === 'sim';
  return {
    kind,
    // A shell or a plain command reports nothing, so its activity is unknown.
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

/** Milliseconds without output after which a working agent is shown as silent. */
const SILENT_AFTER = 5 * 60_000;
/** Milliseconds of work, according to the status file, without any hook: after that hooks count as disabled. */
const HOOKS_MISSING_AFTER = 3000;

type Presented = Omit<SessionView, 'id' | 'agent' | 'kind' | 'pid' | 'alive' | 'unseen'>;

/** What people see. An open request has priority; silence is derived for display: the next output ends it. */
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

/** Where the state comes from, which limits what it can report. */
function sourceOf(state: SessionState, now: number): SessionView['source'] {
  if (state.kind !== 'claude' && state.kind !== 'sim') return state.title ? 'title' : 'process';
  if (state.lastHook > 0) return 'hooks';
  if (state.file === null) return state.title ? 'title' : 'process';
  const { firstBusy } = state;
  return firstBusy !== null && now - firstBusy > HOOKS_MISSING_AFTER ? 'file' : 'hooks';
}

/** Whether output of the CLI would now count as its refusal of the prompt. */
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
