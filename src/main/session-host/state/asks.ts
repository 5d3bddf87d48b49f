import type { HookPayload, StatusFile } from './events.ts';
import { toolLine } from './lines.ts';

/** A permission request or question that is not answered yet. */
export interface Ask {
  /** Identifies the held reply; null when none is held, so that only the terminal can answer. */
  readonly id: string | null;
  readonly tool: string;
  /** Distinguishes this request from others of the same session. */
  readonly mark: string;
  readonly line: string | null;
  /** The subagent that asks; null for the session itself. */
  readonly subagent: string | null;
  readonly at: number;
  /** Whether the CLI's status file has reported that it waits, since the request. */
  readonly shown: boolean;
}

export const QUESTION_TOOL = 'AskUserQuestion';

/** Milliseconds by which the status file must be newer than a request to count as a later report. */
const YOUNGER = 100;

export function askOf(hook: HookPayload, at: number, id: string | null): Ask {
  return {
    id,
    tool: hook.tool_name ?? 'a tool',
    mark: markOf(hook),
    line: toolLine(hook),
    subagent: hook.agent_id ?? null,
    at,
    shown: false,
  };
}

/** The requests still open after a hook: the end of its tool, its turn or its subagent settles a request. */
export function asksAfterHook(asks: readonly Ask[], hook: HookPayload): readonly Ask[] {
  if (asks.length === 0) return asks;
  switch (hook.hook_event_name) {
    case 'PostToolUse':
    case 'PostToolUseFailure': {
      const index = asks.findIndex(({ mark }) => mark === markOf(hook));
      return index < 0 ? asks : asks.toSpliced(index, 1);
    }
    case 'UserPromptSubmit':
      // A prompt that is queued behind the request does not settle it.
      return asks;
    case 'Stop':
    case 'StopFailure':
      return hook.agent_id ? asks : asks.filter(({ subagent }) => subagent !== null);
    case 'SubagentStop':
      return asks.filter(({ subagent }) => subagent === null || subagent !== hook.agent_id);
    case 'SessionEnd':
      return [];
    default:
      return asks;
  }
}

/**
 * The requests still open after a change of the status file. When a request is answered in the terminal, no hook
 * reports it before the tool has ended. Requests of subagents do not show in the file while it is busy.
 */
export function asksAfterFile(
  asks: readonly Ask[],
  file: StatusFile,
  changed: number,
): readonly Ask[] {
  if (asks.length === 0) return asks;
  if (file.status === 'waiting') {
    return asks.every(({ shown }) => shown) ? asks : asks.map((ask) => ({ ...ask, shown: true }));
  }
  const later = (ask: Ask) => changed > ask.at + YOUNGER;
  if (file.status === 'idle') return asks.filter((ask) => !later(ask));
  return asks.filter((ask) => !(ask.subagent === null && ask.shown && later(ask)));
}

function markOf(hook: HookPayload): string {
  // For a question, the answers are merged into the input.
  const input = hook.tool_name === QUESTION_TOOL ? null : (hook.tool_input ?? null);
  return JSON.stringify([hook.agent_id ?? null, hook.tool_name ?? null, input]);
}
