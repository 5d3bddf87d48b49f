import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import * as z from 'zod';

/** The script of a sim agent: YAML (a list, or a list under `steps:`) or one JSON object per line. */

const edit = z
  .strictObject({
    file: z.string().min(1),
    find: z.string().min(1).optional(),
    replace: z.string().optional(),
    append: z.string().optional(),
    content: z.string().optional(),
  })
  .refine(
    (value) =>
      [value.find, value.append, value.content].filter((part) => part !== undefined).length === 1,
    { message: 'edit takes exactly one of find (with replace), append and content' },
  )
  .refine((value) => (value.find === undefined) === (value.replace === undefined), {
    message: 'find and replace go together',
  });
export type Edit = z.infer<typeof edit>;

const longest = 2 ** 31;

const step = z.union([
  z.strictObject({ say: z.string() }),
  z.strictObject({ edit }),
  z.strictObject({ commit: z.string().min(1) }),
  z.strictObject({ ask: z.string().min(1) }),
  z.strictObject({ permission: z.string().min(1) }),
  z.strictObject({ sleep: z.number().min(0).max(longest) }),
  z.strictObject({ fail: z.number().int().min(1).max(255) }),
  z.strictObject({ flood: z.number().int().min(0).max(longest) }),
]);
export type Step = z.infer<typeof step>;

const KINDS = ['say', 'edit', 'commit', 'ask', 'permission', 'sleep', 'fail', 'flood'];

/** An invalid script, with the line of the mistake. */
export class ScriptError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
    this.name = 'ScriptError';
  }
}

/** The steps of a script. Throws ScriptError with the 1-based line of the first mistake. */
export function parseScript(text: string): readonly Step[] {
  return isJsonLines(text) ? parseJsonLines(text) : parseYaml(text);
}

function isJsonLines(text: string): boolean {
  return /^\s*\{/.test(text);
}

function parseJsonLines(text: string): readonly Step[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new ScriptError(index + 1, 'Not a JSON object');
    }
    return [checkStep(value, index + 1)];
  });
}

function parseYaml(text: string): readonly Step[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (node: Node | null | undefined) =>
    node?.range ? lines.linePos(node.range[0]).line : 1;
  const broken = document.errors[0];
  if (broken) {
    throw new ScriptError(broken.linePos?.[0].line ?? 1, broken.message.split('\n')[0] ?? '');
  }
  const contents = document.contents;
  if (!contents || (isScalar(contents) && contents.value === null)) return [];
  const list = isMap(contents) ? contents.get('steps', true) : contents;
  if (!isSeq(list)) throw new ScriptError(lineOf(contents), 'A script is a list of steps');
  return list.items.map((item) => {
    const node = item as Node;
    return checkStep(node.toJS(document), lineOf(node));
  });
}

function checkStep(value: unknown, line: number): Step {
  const parsed = step.safeParse(value);
  if (parsed.success) return parsed.data;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ScriptError(line, `A step is one of: ${KINDS.join(', ')}`);
  }
  const keys = Object.keys(value);
  const unknown = keys.find((key) => !KINDS.includes(key));
  if (unknown !== undefined) throw new ScriptError(line, `Unknown step ${unknown}`);
  if (keys.length !== 1) throw new ScriptError(line, 'A step has exactly one action');
  const [kind] = keys;
  const editing = kind === 'edit' ? edit.safeParse((value as { edit: unknown }).edit) : null;
  const reason = editing?.error?.issues[0];
  const detail = reason ? `: ${[...reason.path, reason.message].join(' ')}` : '';
  throw new ScriptError(line, `Step ${kind} has a value it cannot take${detail}`);
}
