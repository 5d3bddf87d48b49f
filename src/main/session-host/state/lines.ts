import type { HookPayload } from './events.ts';

const LONGEST = 240;

/** The first line with text, without control characters; null when there is none. */
export function oneLine(text: string | undefined): string | null {
  const line = (text ?? '')
    .split(/\r?\n/)
    .map((part) => part.replace(/\p{Cc}/gu, ' ').trim())
    .find((part) => part.length > 0);
  if (line === undefined) return null;
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** What a tool does, e.g. `Bash: npm test`; for a question its text. */
export function toolLine(hook: HookPayload): string | null {
  if (!hook.tool_name) return null;
  const input = hook.tool_input ?? {};
  if (hook.tool_name === 'AskUserQuestion') return oneLine(questionOf(input)) ?? 'Asks a question';
  const detail = ['command', 'file_path', 'path', 'pattern', 'url', 'description']
    .map((field) => input[field])
    .find((value) => typeof value === 'string');
  return oneLine(typeof detail === 'string' ? `${hook.tool_name}: ${detail}` : hook.tool_name);
}

function questionOf(input: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof input['question'] === 'string') return input['question'];
  const first: unknown = Array.isArray(input['questions']) ? input['questions'][0] : undefined;
  if (typeof first !== 'object' || first === null || !('question' in first)) return undefined;
  return typeof first.question === 'string' ? first.question : undefined;
}
