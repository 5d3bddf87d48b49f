import { assertNever } from '../../../shared/result.ts';
import { askOf, asksAfterFile, asksAfterHook } from './asks.ts';
import { become, outcome, READY, type Reported, restored, wait } from './become.ts';
import type { HookPayload, ScreenEvent, StateEvent, StatusFile } from './events.ts';
import { type Given, onlyFlashes, verdictOn } from './given.ts';
import { oneLine, toolLine } from './lines.ts';
import type { Activity, SessionState } from './state.ts';
import { awaitsRefusal, isRefused } from './state.ts';
import { withStray } from './strays.ts';

/** Milliseconds after a hook during which the status file may still describe the state before it. */
const FILE_SETTLES = 600;
/** A status file this many milliseconds newer than a hook overrides it. */
const FILE_NEWER = 100;
/** Milliseconds to wait for a Stop hook before a turn that ended in the status file counts as interrupted. */
const STOP_MAY_FOLLOW = 1500;
/** Milliseconds that the status file may lag behind the hooks; after that the outcome of the turn is unknown. */
const FILE_LATE = 10_000;
/** Milliseconds during which the file may be idle between two queued prompts. */
const PROMPT_MAY_FOLLOW = 250;
/** Milliseconds within which the dialog of a request that was answered elsewhere appears in the file and goes. */
const DIALOG_CLOSES = 3000;
/**
 * Milliseconds. Every request has a hook, and a notification after six seconds. A file that reports one without either
 * is a leftover of an answered request, even on a slow machine; but not for longer than this.
 */
const REQUEST_UNTOLD = 20_000;
/** Milliseconds after which a Stop counts as the end, when there is no status file and no other hook follows. */
const STOP_STANDS = 1000;
/**
 * Milliseconds after the start until a CLI that has drawn something and reported nothing is taken to show a first-run
 * dialog.
 */
const FIRST_RUN_AFTER = 8000;
/** Milliseconds without output: a dialog is static, a slow start keeps drawing. */
const DIALOG_STILL = 1500;
/** Milliseconds after the start until a person has to look when nothing was drawn either. */
const NO_SIGN_AFTER = 30_000;

/** The state of a session after one more event. Pure. */
export function reduce(state: SessionState, event: StateEvent): SessionState {
  if (state.exit) return state;
  switch (event.kind) {
    case 'hook':
      return withAsks(withStray(fromHook(state, event.payload, event.at), event), event);
    case 'settled':
      return settled(state, event.ask, event.at);
    case 'file':
      return fromNewFile(state, event.file, event.at);
    case 'given':
      return { ...state, given: { at: event.at, busyAt: null } };
    case 'screen':
      return fromScreen(state, event);
    case 'title':
      return fromTitle(state, event.title, event.at);
    case 'output':
      return { ...state, lastOutput: event.at, drawn: state.drawn || event.visible === true };
    case 'tick':
      return fromTick(state, event.at);
    case 'exit': {
      const { code, signal, asked } = event;
      const message = state.activity === 'starting' ? (event.tail ?? state.message) : null;
      const ended = become({ ...state, background: 0 }, 'exited', { at: event.at, message });
      return { ...ended, exit: { code, signal, asked } };
    }
    default:
      return assertNever(event);
  }
}

function withAsks(state: SessionState, event: Extract<StateEvent, { kind: 'hook' }>): SessionState {
  const { payload, at, ask } = event;
  const asks = asksAfterHook(state.asks, payload);
  if (payload.hook_event_name !== 'PermissionRequest') return fewer(state, asks, at);
  return { ...state, asks: [...asks, askOf(payload, at, ask ?? null)] };
}

/** The status file confirms this a moment later; until then the session counts as working. */
function settled(state: SessionState, ask: string, at: number): SessionState {
  const after = fewer(
    state,
    state.asks.filter(({ id }) => id !== ask),
    at,
  );
  return after.activity === 'needs-you' && after.turnOpen
    ? become(after, 'working', { at, message: null })
    : after;
}

function fewer(state: SessionState, asks: SessionState['asks'], at: number): SessionState {
  if (asks.length === state.asks.length) return state;
  return { ...state, asks, settledAt: at };
}

function fromHook(before: SessionState, hook: HookPayload, at: number): SessionState {
  const state = {
    ...before,
    lastHook: at,
    conversation: hook.session_id ?? before.conversation,
    transcript: hook.agent_id ? before.transcript : (hook.transcript_path ?? before.transcript),
  };
  switch (hook.hook_event_name) {
    case 'UserPromptSubmit':
      return {
        ...become(state, 'working', { at, message: oneLine(hook.prompt) }),
        turnOpen: true,
        turnAt: at,
        prompted: true,
        given: null,
        ending: null,
        background: 0,
      };
    case 'PreToolUse':
    case 'PostToolUse':
    case 'PostToolUseFailure':
    case 'PostToolBatch':
    case 'PermissionRequest':
    case 'SubagentStart':
      return working(state, hook, at);
    case 'Notification':
      return fromNotification(state, hook, at);
    case 'Stop': {
      // The end of a subagent is reported by SubagentStop.
      if (hook.agent_id) return state;
      const running = hook.background_tasks?.length ?? 0;
      const message = oneLine(hook.last_assistant_message);
      const ended = { ...state, turnOpen: false, background: running, ending: { at, message } };
      if (running > 0) {
        const words = `Turn finished, ${running} in the background`;
        const kept = outcome(become(ended, 'finished', { at, message })).outcome;
        return become({ ...ended, ending: null, outcome: kept }, 'working', { at, message: words });
      }
      // A sim has no status file that could contradict.
      return state.kind === 'claude' ? ended : outcome(become(ended, 'finished', { at, message }));
    }
    case 'StopFailure':
      if (hook.agent_id) return state;
      return outcome(
        become({ ...state, turnOpen: false, ending: null }, failureOf(hook), {
          at,
          message: failureLine(hook),
        }),
      );
    default:
      return state;
  }
}

/** Background work of a subagent is not a turn of the session. */
function working(state: SessionState, hook: HookPayload, at: number): SessionState {
  const message = toolLine(hook) ?? state.message;
  if (hook.agent_id && !state.turnOpen) return become(state, 'working', { at, message });
  const turnAt = state.turnOpen ? state.turnAt : at;
  const open = { ...state, turnOpen: true, turnAt, ending: null, given: null };
  return become(open, 'working', { at, message });
}

function fromNotification(state: SessionState, hook: HookPayload, at: number): SessionState {
  const message = oneLine(hook.message);
  if (state.asks.length > 0) return state;
  if (hook.notification_type === 'permission_prompt') {
    return state.activity === 'needs-you'
      ? state
      : wait(state, { needs: 'permission', message }, at);
  }
  if (hook.notification_type === 'agent_needs_input') {
    return state.activity === 'needs-you' ? state : wait(state, { needs: 'question', message }, at);
  }
  return state;
}

/** The CLI's words for a used-up plan, which has the same error code as a rate limit. */
const USED_UP =
  /(usage|spend|session|weekly|credit) limit|limit reached|hit your .*limit|resets? (at|in) /i;

function failureOf(hook: HookPayload): Reported {
  switch (hook.error) {
    case 'authentication_failed':
      return 'login-lost';
    case 'billing_error':
      return 'usage-limit';
    case 'rate_limit':
      return USED_UP.test(hook.last_assistant_message ?? '') ? 'usage-limit' : 'rate-limited';
    default:
      return 'turn-error';
  }
}

function failureLine(hook: HookPayload): string | null {
  return oneLine(hook.last_assistant_message) ?? oneLine(hook.error);
}

function rememberFile(state: SessionState, content: StatusFile, at: number): SessionState['file'] {
  const last = state.file?.content;
  const same =
    last?.status === content.status &&
    last.sessionId === content.sessionId &&
    last.waitingFor === content.waitingFor &&
    last.statusUpdatedAt === content.statusUpdatedAt;
  return same && state.file ? state.file : { content, at };
}

/** After `/clear` the conversation continues with another id. */
function fromNewFile(before: SessionState, content: StatusFile, at: number): SessionState {
  const id = content.sessionId ?? null;
  const known = before.file?.content.sessionId ?? null;
  const state = { ...before, file: rememberFile(before, content, at) };
  if (id === null || known === null || id === known) {
    return fromFile({ ...state, conversation: id ?? state.conversation }, at);
  }
  const said = { prompted: false, given: null, asks: [] };
  const fresh = { ...state, conversation: id, transcript: null, ...said };
  const anew = { ...fresh, turnOpen: false, ending: null, outcome: null, background: 0 };
  return fromFile(become(anew, 'unknown', { at, message: READY }), at);
}

const TURN_OVER = 'Its turn is over; without hooks it is unknown how it ended';
const UNHEARD = 'Has reported nothing since its prompt: look at its terminal';

/** The status file is authoritative, except just after a hook, when it may be older. */
function fromFile(state: SessionState, now: number): SessionState {
  if (!state.file) return state;
  const { content, at } = state.file;
  const changed = content.statusUpdatedAt ?? at;
  const asks = asksAfterFile(state.asks, content, changed);
  const after = asks.length === state.asks.length ? { ...state, asks } : fewer(state, asks, now);
  // At the end of a turn every report of the file counts that is not older than that end.
  if (after.ending && content.status === 'idle') return fromEnding(after, { changed, now });
  const newer = changed > state.lastHook + FILE_NEWER || now - state.lastHook > FILE_SETTLES;
  if (!newer) return after;
  switch (content.status) {
    case 'busy': {
      // A failed turn stays failed until something newer is reported.
      if (FAILED.has(after.activity) && changed <= after.since) return after;
      const given = after.given && { ...after.given, busyAt: after.given.busyAt ?? changed };
      const prompted = { ...after, given, prompted: true, firstBusy: after.firstBusy ?? now };
      if (given && onlyFlashes(given, { changed, now })) return prompted;
      // Hooks report every turn; busy without one is a command of the CLI itself.
      const turnOpen = after.turnOpen || (after.lastHook === 0 && given === null);
      return become({ ...prompted, turnOpen }, 'working', { at: changed, message: lineOf(after) });
    }
    case 'shell': {
      const running = Math.max(1, after.background);
      const words = `Turn finished, ${running} in the background`;
      const over = { ...after, turnOpen: false, ending: null, background: running };
      return become(over, 'working', { at: changed, message: words });
    }
    case 'waiting': {
      // The CLI keeps reporting this for seconds after a request was answered elsewhere.
      if (after.asks.length > 0 || changed <= after.settledAt) return after;
      const told =
        content.waitingFor === 'permission prompt' || content.waitingFor === 'input needed';
      if (now - after.settledAt < (told ? REQUEST_UNTOLD : DIALOG_CLOSES)) return after;
      const needs = content.waitingFor === 'permission prompt' ? 'permission' : 'question';
      // A request belongs to a turn, even when no hook reported the turn.
      const open = told && after.given ? { given: null, turnOpen: true } : {};
      return wait({ ...after, ...open }, { needs, message: oneLine(content.waitingFor) }, changed);
    }
    case 'idle':
      return fromIdle(after, { changed, now });
    default:
      return after;
  }
}

/** A turn is finished when it has ended, the CLI is idle, and no queued prompt follows. */
function fromEnding(
  state: SessionState,
  times: { readonly changed: number; readonly now: number },
): SessionState {
  const { ending } = state;
  if (!ending || times.changed < ending.at - FILE_SETTLES) return state;
  if (times.now - Math.max(times.changed, ending.at) < PROMPT_MAY_FOLLOW) return state;
  return outcome({ ...become(state, 'finished', ending), ending: null });
}

const FAILED: ReadonlySet<Activity> = new Set([
  'turn-error',
  'login-lost',
  'rate-limited',
  'usage-limit',
]);

function lineOf(state: SessionState): string | null {
  return state.activity === 'working' ? state.message : null;
}

function fromIdle(
  state: SessionState,
  times: { readonly changed: number; readonly now: number },
): SessionState {
  if (state.turnOpen) {
    if (times.now - times.changed < STOP_MAY_FOLLOW) return state;
    // The status is older than the turn: the file is late, or the turn was cancelled before the file was updated.
    if (times.changed < state.turnAt) {
      const known = state.turnAt + FILE_LATE;
      return times.now < known ? state : become(state, 'unknown', { at: known, message: UNHEARD });
    }
    const over = { ...state, turnOpen: false };
    // Only hooks distinguish a finished turn from an interrupted one.
    if (state.lastHook === 0)
      return become(over, 'unknown', { at: times.changed, message: TURN_OVER });
    return outcome(become(over, 'interrupted', { at: times.changed, message: null }));
  }
  if (state.given) return fromGiven(state, state.given, times);
  if (!state.prompted) return become(state, 'unknown', { at: times.changed, message: READY });
  if (state.activity === 'unknown') return state;
  if (state.activity === 'working') {
    // The background work is over; the CLI reports it to the agent with a prompt of its own.
    if (times.now - times.changed < STOP_MAY_FOLLOW) return state;
    return restored({ ...state, background: 0 }, times.changed);
  }
  return state.activity === 'needs-you' ? restored(state, times.changed) : state;
}

const NO_TURN = 'Did not take its prompt: look at its terminal';

/** A prompt that the CLI answers with a message instead of a turn needs a person. */
function fromGiven(
  state: SessionState,
  given: Given,
  times: { readonly changed: number; readonly now: number },
): SessionState {
  switch (verdictOn(given, state, times)) {
    case 'open':
      return state;
    case 'unheard-turn':
      return become({ ...state, given: null }, 'unknown', {
        at: times.changed,
        message: TURN_OVER,
      });
    case 'no-turn':
      return wait(state, { needs: 'question', message: NO_TURN }, times.now);
  }
}

/** The CLI's message for a prompt that it refused. */
function fromScreen(state: SessionState, event: ScreenEvent): SessionState {
  if (isRefused(state)) return { ...state, message: event.words ?? state.message };
  if (!event.answers || !awaitsRefusal(state, event.at)) return state;
  return wait(state, { needs: 'question', message: event.words }, event.at);
}

/** Only a hint, for a CLI that neither calls hooks nor writes its status file. */
function fromTitle(before: SessionState, title: string, at: number): SessionState {
  const state = { ...before, title: oneLine(title) };
  if (state.kind !== 'claude' || state.file || state.lastHook > 0) return state;
  if (/^[◐◑]/u.test(title))
    return become({ ...state, prompted: true }, 'working', { at, message: null });
  // Idle at its start: it has not read its first prompt yet.
  if (title.startsWith('✳'))
    return state.given ? state : become(state, 'unknown', { at, message: null });
  return state;
}

function fromTick(state: SessionState, at: number): SessionState {
  const mute = !state.file && state.lastHook === 0 && state.title === null;
  if (state.kind === 'claude' && state.activity === 'starting' && mute) {
    const age = at - state.startedAt;
    const still = state.drawn && at - state.lastOutput >= DIALOG_STILL;
    if (age < (still ? FIRST_RUN_AFTER : NO_SIGN_AFTER)) return state;
    const message = 'Shows a first-run or trust dialog: answer it in the terminal';
    return wait(state, { needs: 'first-run', message }, at);
  }
  if (!state.file && state.ending && at - state.lastHook > STOP_STANDS) {
    const { ending } = state;
    return outcome({ ...become(state, 'finished', ending), ending: null });
  }
  return fromFile(state, at);
}
