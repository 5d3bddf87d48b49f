import { visible } from '../../../shared/visible.ts';
import type { Printed } from './events.ts';
import { oneLine } from './lines.ts';

/** Lines of the screen shown: the CLI explains a refusal in one or two. */
const LINES = 4;
/** A horizontal rule. */
const RULE = /^[\s─━═▔▁-]*[─━═▔▁]{8,}/u;
/** The echoed prompt, or the input field. */
const PROMPT = /^\s*[❯>](\s|$)/u;
/** Hints are aligned to the right edge. */
const HINT = /^\s{20,}/u;
/** The CLI's messages begin with a bullet, its banner does not. */
const MARK = /^\s*[●⏺]\s*/u;

/**
 * What the CLI has printed since a prompt. `rows` is its screen now, `before` its screen when it received the prompt.
 */
export function wordsSince(rows: readonly string[], before: ReadonlySet<string>): Printed {
  const input = rows.findLastIndex((row, at) => RULE.test(row) && PROMPT.test(rows[at + 1] ?? ''));
  const above = rows.slice(0, input < 0 ? rows.length : input);
  const said = above.filter((row) => isSaid(row) && !before.has(row));
  const first = said.findIndex((row) => MARK.test(row));
  const told = first < 0 ? said.slice(-LINES) : said.slice(first, first + LINES);
  const words = oneLine(told.map((row) => visible(row.replace(MARK, '').trim())).join(' · '));
  return { words, answers: first >= 0 };
}

function isSaid(row: string): boolean {
  return /\w{2}/.test(row) && !RULE.test(row) && !HINT.test(row) && !PROMPT.test(row);
}
