import type { SessionView } from '../../../shared/contract/session.ts';
import type { AgentState, Need } from '../../../shared/states.ts';
import type { AgentFacts } from '../journal/facts.ts';

export interface DerivedState {
  readonly state: AgentState;
  readonly needs: Need | null;
  readonly message: string | null;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/**
 * Derives an agent's state from the journal, its session, whether its branch has landed and whether its worktree
 * exists. `unknown` when it cannot be determined.
 */
export function deriveAgentState(known: {
  readonly facts: AgentFacts | null;
  readonly session: SessionView | null;
  readonly merged: boolean;
  readonly worktreeThere: boolean;
  /** When the agent was queued; null when it is not. */
  readonly queuedAt?: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}): DerivedState {
  const { facts, session, queuedAt = null } = known;
  if (known.merged) return plain('merged', facts?.at ?? 0);
  const isMade = facts && facts.worktree !== 'cancelled' && facts.worktree !== 'removed';
  if (!isMade && queuedAt !== null) return plain('queued', queuedAt);
  if (!facts || facts.worktree === 'cancelled') return plain('not-started', facts?.at ?? 0);
  if (facts.worktree === 'failed') return { ...plain('failed', facts.at), message: facts.message };
  if (session?.alive) return living(session);
  if (facts.worktree === 'creating' || facts.worktree === 'setting-up')
    return plain('setting-up', facts.at);
  if (facts.worktree === 'removed') return plain('stopped', facts.at);
  if (awaitsSession(facts, session, known.now)) return plain('starting', facts.at);
  if (!known.worktreeThere) {
    return { ...plain('unknown', facts.at), message: `Its worktree ${facts.path} is not there.` };
  }
  if (session?.exit) return ended(session, facts.stopped);
  if (facts.hadSession && !facts.stopped) {
    return { ...plain('stopped', facts.at), message: 'Its session is gone.' };
  }
  return { ...plain('stopped', facts.at), message: facts.message };
}

/** Milliseconds within which an announced session must start: sessions of a phase start one after another. */
const ANNOUNCED = 120_000;
/** Milliseconds within which a session started by another process must be listed. */
const STARTED = 10_000;

/** Whether a session is starting that is not in the list yet. */
function awaitsSession(facts: AgentFacts, session: SessionView | null, now: number): boolean {
  const { awaits } = facts;
  if (!awaits) return false;
  if (awaits.session === null) {
    const isEarlier = session === null || session.since < awaits.at;
    return isEarlier && now - Math.max(awaits.at, facts.at) < ANNOUNCED;
  }
  const isListed = session !== null && String(session.id) === awaits.session;
  return !isListed && now - awaits.at < STARTED;
}

/** The state from the session alone; `stopped`: a person ended it. */
export function deriveSessionState(session: SessionView, stopped: boolean): DerivedState {
  return session.alive ? living(session) : ended(session, stopped);
}

function plain(state: AgentState, since: number): DerivedState {
  return { state, needs: null, message: null, since };
}

/** Programs that do not report their state. */
const SILENT_KINDS: ReadonlySet<SessionView['kind']> = new Set(['cli', 'command']);

function unsaid({ title }: SessionView): string {
  return title ?? 'Runs; this program says nothing of its state';
}

function living(session: SessionView): DerivedState {
  const { activity, needs, since } = session;
  const message = session.message ?? (SILENT_KINDS.has(session.kind) ? unsaid(session) : null);
  // The host still holds the process, but its end is about to be reported.
  const state: AgentState = activity === 'exited' ? 'unknown' : activity;
  return { state, needs: state === 'needs-you' ? needs : null, message, since };
}

/** Sessions that people leave by hand, which says nothing about the task. */
const SESSIONS: ReadonlySet<SessionView['kind']> = new Set(['claude', 'cli']);

/** Exit codes of `claude` after /exit or two Ctrl-C, SIGHUP and SIGTERM. */
const LEFT: ReadonlySet<number> = new Set([0, 129, 143]);

function ended(session: SessionView, stopped: boolean): DerivedState {
  const { exit, message, since } = session;
  if (!exit) return plain('unknown', since);
  if (exit.asked || stopped) return { state: 'stopped', needs: null, message: null, since };
  if (exit.signal) {
    return { state: 'crashed', needs: null, message: `Ended by signal ${exit.signal}.`, since };
  }
  if (SESSIONS.has(session.kind) && LEFT.has(exit.code ?? -1)) {
    // Closed in the terminal or ended by request: whether the work is complete is unknown.
    return { state: 'stopped', needs: null, message: 'The session was ended.', since };
  }
  if (exit.code === 0) return { state: 'finished', needs: null, message, since };
  const why = message ? ` Its last words: ${message}` : '';
  const words = `Ended with exit code ${exit.code}.${why}`;
  return { state: 'crashed', needs: null, message: words, since };
}
