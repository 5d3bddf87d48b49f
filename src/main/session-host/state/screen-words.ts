import { visible } from '../../../shared/visible.ts';
import type { Printed } from './events.ts';
import { oneLine } from './lines.ts';

/** Lines of the screen that are told: the CLI says in one or two what is wrong. */
const LINES = 4;
/** A line that only divides the screen. */
const RULE = /^[\s─━═▔▁-]*[─━═▔▁]{8,}/u;
/** Where the CLI repeats what it was given, and where the next prompt is typed. */
const PROMPT = /^\s*[❯>](\s|$)/u;
/** Hints stand at the right edge. */
const HINT = /^\s{20,}/u;
/** What the CLI says begins with a mark, its own banner does not. */
const MARK = /^\s*[●⏺]\s*/u;

/**
 * What the CLI has printed since a prompt: `rows` are those of its screen, `before` those that were there when it got the
 * prompt.
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
