import type { HookPayload, StatusFile } from './events.ts';
import { toolLine } from './lines.ts';

/** A request for permission, or a question, that nobody has answered yet. */
export interface Ask {
  /** Numbers the held reply; null when nothing is held, so that only the terminal can answer. */
  readonly id: string | null;
  readonly tool: string;
  /** Tells this request from others of the same session. */
  readonly mark: string;
  readonly line: string | null;
  /** The subagent that asks; null for the session itself. */
  readonly subagent: string | null;
  readonly at: number;
  /** The CLI's file has said that it waits since. */
  readonly shown: boolean;
}

export const QUESTION_TOOL = 'AskUserQuestion';

/** Milliseconds by which a word of the file must be younger than the request to speak of what came after it. */
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

/** The requests that are still open after a hook: each is settled by the end of its tool, its turn or its subagent. */
export function asksAfterHook(asks: readonly Ask[], hook: HookPayload): readonly Ask[] {
  if (asks.length === 0) return asks;
  switch (hook.hook_event_name) {
    case 'PostToolUse':
    case 'PostToolUseFailure': {
      const index = asks.findIndex(({ mark }) => mark === markOf(hook));
      return index < 0 ? asks : asks.toSpliced(index, 1);
    }
    case 'UserPromptSubmit':
      // A prompt that queues up behind the request says nothing of it.
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
 * The requests that are still open after a word of the file. Answered in the terminal, no hook tells before the tool has
 * ended. The requests of subagents do not show in the file while it is busy.
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
  // The answers join the input of a question.
  const input = hook.tool_name === QUESTION_TOOL ? null : (hook.tool_input ?? null);
  return JSON.stringify([hook.agent_id ?? null, hook.tool_name ?? null, input]);
}
