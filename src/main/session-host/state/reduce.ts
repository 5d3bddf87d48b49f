import { assertNever } from '../../../shared/result.ts';
import type { HookPayload, StateEvent, StatusFile } from './events.ts';
import { oneLine, toolLine } from './lines.ts';
import type { Activity, SessionState } from './state.ts';

/** Milliseconds after a hook for which the CLI's file may still tell the state from before it. */
const FILE_SETTLES = 600;
/** A file changed this much later than a hook is the newer word. */
const FILE_NEWER = 100;
/** A turn that ended in the file is called interrupted only when no Stop hook follows within this time. */
const STOP_MAY_FOLLOW = 400;
/** A CLI that shows no sign of life this long after its start is in a first-run or trust dialog. */
const FIRST_RUN_AFTER = 8000;

/** The state of a session after one more event. Pure: the same events give the same state. */
export function reduce(state: SessionState, event: StateEvent): SessionState {
  if (state.exit) return state;
  switch (event.kind) {
    case 'hook':
      return fromHook(state, event.payload, event.at);
    case 'file':
      return fromFile({ ...state, file: rememberFile(state, event.file, event.at) }, event.at);
    case 'title':
      return fromTitle(state, event.title, event.at);
    case 'output':
      return { ...state, lastOutput: event.at };
    case 'tick':
      return fromTick(state, event.at);
    case 'exit': {
      const { code, signal, asked } = event;
      const message = state.activity === 'starting' ? state.message : null;
      return { ...become(state, 'exited', event.at, message), exit: { code, signal, asked } };
    }
    default:
      return assertNever(event);
  }
}

type Reported = Exclude<Activity, 'silent' | 'needs-you'>;

function become(
  state: SessionState,
  activity: Reported,
  at: number,
  message: string | null,
): SessionState {
  const since = state.activity === activity ? state.since : at;
  return { ...state, activity, needs: null, message, since };
}

function wait(
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

function fromHook(before: SessionState, hook: HookPayload, at: number): SessionState {
  const state = { ...before, lastHook: at };
  switch (hook.hook_event_name) {
    case 'UserPromptSubmit':
      return {
        ...become(state, 'working', at, oneLine(hook.prompt)),
        turnOpen: true,
        prompted: true,
      };
    case 'PreToolUse':
    case 'PostToolUse':
    case 'PostToolUseFailure':
    case 'PostToolBatch':
    case 'SubagentStart':
      return become({ ...state, turnOpen: true }, 'working', at, toolLine(hook) ?? state.message);
    case 'PermissionRequest': {
      const question = hook.tool_name === 'AskUserQuestion';
      const needs = question ? 'question' : 'permission';
      return wait({ ...state, message: null }, { needs, message: toolLine(hook) }, at);
    }
    case 'Notification':
      return fromNotification(state, hook, at);
    case 'Stop': {
      const ended = { ...state, turnOpen: false };
      const running = hook.background_tasks?.length ?? 0;
      if (running > 0) return become(ended, 'working', at, `${running} in the background`);
      return become(ended, 'finished', at, oneLine(hook.last_assistant_message));
    }
    case 'StopFailure':
      return become({ ...state, turnOpen: false }, failureOf(hook), at, failureLine(hook));
    default:
      return state;
  }
}

function fromNotification(state: SessionState, hook: HookPayload, at: number): SessionState {
  const message = oneLine(hook.message);
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

function failureOf(hook: HookPayload): Reported {
  if (hook.error === 'authentication_failed') return 'login-lost';
  if (hook.error !== 'rate_limit') return 'turn-error';
  const limit = /usage limit|limit reached|hit your .*limit|resets? (at|in)/i;
  return limit.test(hook.last_assistant_message ?? '') ? 'usage-limit' : 'rate-limited';
}

function failureLine(hook: HookPayload): string | null {
  return oneLine(hook.last_assistant_message) ?? oneLine(hook.error);
}

function rememberFile(state: SessionState, content: StatusFile, at: number): SessionState['file'] {
  const last = state.file?.content;
  const same =
    last?.status === content.status &&
    last.waitingFor === content.waitingFor &&
    last.statusUpdatedAt === content.statusUpdatedAt;
  return same && state.file ? state.file : { content, at };
}

/** The file is the truth, except just after a hook, when it may be the older word. */
function fromFile(state: SessionState, now: number): SessionState {
  if (!state.file) return state;
  const { content, at } = state.file;
  const changed = content.statusUpdatedAt ?? at;
  const newer = changed > state.lastHook + FILE_NEWER || now - state.lastHook > FILE_SETTLES;
  if (!newer) return state;
  switch (content.status) {
    case 'busy':
      return become(
        { ...state, turnOpen: true, prompted: true },
        'working',
        changed,
        lineOf(state),
      );
    case 'shell':
      return become(state, 'working', changed, 'A background command runs');
    case 'waiting': {
      const needs = content.waitingFor === 'permission prompt' ? 'permission' : 'question';
      return wait(state, { needs, message: oneLine(content.waitingFor) }, changed);
    }
    case 'idle':
      return fromIdle(state, { changed, now });
    default:
      return state;
  }
}

function lineOf(state: SessionState): string | null {
  return state.activity === 'working' ? state.message : null;
}

function fromIdle(
  state: SessionState,
  times: { readonly changed: number; readonly now: number },
): SessionState {
  if (state.turnOpen) {
    if (times.now - times.changed < STOP_MAY_FOLLOW) return state;
    return { ...become(state, 'interrupted', times.changed, null), turnOpen: false };
  }
  if (!state.prompted) return become(state, 'unknown', times.changed, 'Ready for a prompt');
  if (state.activity === 'working') {
    return become(state, 'finished', times.changed, null);
  }
  if (state.activity === 'needs-you') return become(state, 'interrupted', times.changed, null);
  return state;
}

/** A hint only, for a CLI that neither calls hooks nor writes its file. */
function fromTitle(before: SessionState, title: string, at: number): SessionState {
  const state = { ...before, title: oneLine(title) };
  if (state.kind !== 'claude' || state.file || state.lastHook > 0) return state;
  if (/^[◐◑]/u.test(title)) return become({ ...state, prompted: true }, 'working', at, null);
  if (title.startsWith('✳')) return become(state, 'unknown', at, null);
  return state;
}

function fromTick(state: SessionState, at: number): SessionState {
  const mute = !state.file && state.lastHook === 0 && state.title === null;
  if (state.kind === 'claude' && state.activity === 'starting' && mute) {
    if (at - state.startedAt < FIRST_RUN_AFTER) return state;
    const message = 'Shows a first-run or trust dialog: answer it in the terminal';
    return wait(state, { needs: 'first-run', message }, at);
  }
  return fromFile(state, at);
}
