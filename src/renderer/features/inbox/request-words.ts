import type { AskDecision, AskedRequest } from '../../../shared/wire/asks.ts';

/** A part of a request's content: plain, or the removed or added text of an edit. */
export interface Piece {
  readonly label: string;
  readonly text: string;
  readonly look: 'plain' | 'removed' | 'added';
}

/** A question with its offered answers; no options when the person has to type the answer. */
export interface AskedQuestion {
  readonly question: string;
  readonly options: readonly { readonly label: string; readonly description: string }[];
}

const QUESTION_TOOL = 'AskUserQuestion';

/** The whole content of a request, nothing left out: readable pieces for known tools, JSON for others. */
export function piecesOf({ tool, input }: AskedRequest): readonly Piece[] {
  const text = (name: string): string | null => {
    const value = input[name];
    return typeof value === 'string' ? value : null;
  };
  const command = text('command');
  const file = text('file_path');
  if (tool === 'Bash' && command !== null) {
    const why = text('description');
    return [
      ...(why === null ? [] : [piece('Reason given', why)]),
      piece('Command', command),
      ...rest(input, ['command', 'description']),
    ];
  }
  const content = text('content');
  if (file !== null && content !== null) {
    return [
      piece('File', file),
      piece('Content', content, 'added'),
      ...rest(input, ['file_path', 'content']),
    ];
  }
  const [before, after] = [text('old_string'), text('new_string')];
  if (file !== null && before !== null && after !== null) {
    return [
      piece('File', file),
      piece('Removes', before, 'removed'),
      piece('Adds', after, 'added'),
      ...rest(input, ['file_path', 'old_string', 'new_string']),
    ];
  }
  return [piece('Input', JSON.stringify(input, null, 2))];
}

function piece(label: string, text: string, look: Piece['look'] = 'plain'): Piece {
  return { label, text, look };
}

function rest(input: AskedRequest['input'], shown: readonly string[]): Piece[] {
  const more = Object.entries(input).filter(([name]) => !shown.includes(name));
  if (more.length === 0) return [];
  return [piece('More input', JSON.stringify(Object.fromEntries(more), null, 2))];
}

/** The question of a request; null for requests of another kind, and for several questions at once. */
export function questionOf({ tool, input }: AskedRequest): AskedQuestion | null {
  const { questions } = input;
  if (tool !== QUESTION_TOOL || !Array.isArray(questions) || questions.length !== 1) return null;
  const [asked] = questions as readonly Record<string, unknown>[];
  const question = asked?.['question'];
  if (typeof question !== 'string') return null;
  const options = Array.isArray(asked?.['options']) ? asked['options'] : [];
  return {
    question,
    options: options.flatMap((option: Record<string, unknown>) =>
      typeof option?.['label'] === 'string'
        ? [{ label: option['label'], description: String(option['description'] ?? '') }]
        : [],
    ),
  };
}

/** The decision that gives `answer` to a question. */
export function answered({ input }: AskedRequest, question: string, answer: string): AskDecision {
  return { behavior: 'allow', updatedInput: { ...input, answers: { [question]: answer } } };
}

/**
 * The rule that the CLI suggests, in its own notation, e.g. `Bash(git add *)`; null unless it only allows something.
 */
export function ruleWords(suggestion: unknown): string | null {
  if (typeof suggestion !== 'object' || suggestion === null) return null;
  const { type, behavior, rules } = suggestion as Record<string, unknown>;
  if (type !== 'addRules' || behavior !== 'allow' || !Array.isArray(rules)) return null;
  const words = rules.map((rule: Record<string, unknown>) => {
    const { toolName, ruleContent } = rule;
    if (typeof toolName !== 'string') return null;
    return typeof ruleContent === 'string' ? `${toolName}(${ruleContent})` : toolName;
  });
  return words.length === 0 || words.includes(null) ? null : words.join(', ');
}
