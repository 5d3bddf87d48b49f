import * as z from 'zod';
import type { ConversationEntry } from '../../../shared/contract/conversation.ts';
import type { Line } from './transcript-lines.ts';

/** Most characters of one entry that are sent to a page. */
const SHOWN = 8000;

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional().catch(undefined),
  thinking: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  input: z.unknown().optional(),
  content: z.unknown().optional(),
  is_error: z.boolean().optional().catch(undefined),
});
type Block = z.infer<typeof block>;

/** The fields used of a line. Other fields and kinds of lines are ignored. */
const record = z.looseObject({
  type: z.string(),
  timestamp: z.string().optional().catch(undefined),
  isSidechain: z.boolean().optional().catch(undefined),
  isMeta: z.boolean().optional().catch(undefined),
  content: z.string().optional().catch(undefined),
  message: z
    .looseObject({ content: z.union([z.string(), z.array(block)]) })
    .optional()
    .catch(undefined),
});
type Record = z.infer<typeof record>;

type Said = Pick<ConversationEntry, 'kind' | 'text'> &
  Partial<Pick<ConversationEntry, 'tool' | 'failed'>>;

/** The entries of one transcript line; none for lines that are not part of the conversation. */
export function entriesOf(line: Line): ConversationEntry[] {
  if (line.text === null) {
    return [entry(line, { kind: 'note', text: 'Too long to be shown.' }, { part: 0, of: null })];
  }
  const of = recordOf(line.text);
  if (!of) return [];
  return saidIn(of)
    .filter(({ text, tool }) => text.trim() !== '' || tool)
    .map((said, part) => entry(line, said, { part, of }));
}

function recordOf(text: string): Record | null {
  try {
    return record.parse(JSON.parse(text));
  } catch {
    // Written by another version, or cut off by a crash: skip the line.
    return null;
  }
}

function entry(
  { offset }: Line,
  said: Said,
  { part, of }: { readonly part: number; readonly of: Record | null },
): ConversationEntry {
  const at = Date.parse(of?.timestamp ?? '');
  return {
    offset,
    part,
    kind: said.kind,
    tool: said.tool ?? null,
    text: said.text.slice(0, SHOWN),
    cut: said.text.length > SHOWN,
    inner: of?.isSidechain ?? false,
    failed: said.failed ?? false,
    at: Number.isNaN(at) ? null : at,
  };
}

function saidIn(of: Record): Said[] {
  const content = of.message?.content;
  switch (of.type) {
    case 'user':
      if (of.isMeta || content === undefined) return [];
      return typeof content === 'string' ? [typed(content)] : content.flatMap(fromUser);
    case 'assistant':
      if (content === undefined) return [];
      return typeof content === 'string'
        ? [{ kind: 'answer', text: content }]
        : content.flatMap(fromAgent);
    case 'system':
      return of.content ? [{ kind: 'note', text: of.content }] : [];
    default:
      return [];
  }
}

const COMMAND = /<command-name>([^<]*)<\/command-name>/;
const ARGUMENTS = /<command-args>([^<]*)<\/command-args>/;

/** The CLI stores slash commands in tags. */
function typed(text: string): Said {
  const command = COMMAND.exec(text)?.[1]?.trim();
  if (command) {
    return { kind: 'prompt', text: `${command} ${ARGUMENTS.exec(text)?.[1] ?? ''}`.trim() };
  }
  const own = /^\[Request interrupted|^<(local-command|task-notification|system-reminder)/;
  return { kind: own.test(text) ? 'note' : 'prompt', text };
}

function fromUser(part: Block): Said[] {
  if (part.type === 'text') return [typed(part.text ?? '')];
  if (part.type !== 'tool_result') return [];
  return [{ kind: 'result', text: textOf(part.content), failed: part.is_error ?? false }];
}

function fromAgent(part: Block): Said[] {
  switch (part.type) {
    case 'text':
      return [{ kind: 'answer', text: part.text ?? '' }];
    case 'thinking':
      return [{ kind: 'thought', text: part.thinking ?? '' }];
    case 'tool_use':
      return [{ kind: 'tool', tool: part.name ?? 'a tool', text: inputOf(part.input) }];
    default:
      return [];
  }
}

/** A single value as text, several values with their names. */
function inputOf(input: unknown): string {
  if (typeof input !== 'object' || input === null) return '';
  const values = Object.entries(input).filter(([name]) => name !== 'description');
  const [only] = values;
  if (values.length === 1 && typeof only?.[1] === 'string') return only[1];
  return values
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => {
      const parsed = block.safeParse(part);
      return parsed.success ? (parsed.data.text ?? `[${parsed.data.type}]`) : '';
    })
    .join('\n');
}
