/**
 * Control, line-end, bidirectional and invisible characters, which hide or reorder text. Joiners of emoji and of
 * Persian and Indic scripts are part of words and excluded.
 */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu;

/** One line of text with hidden characters escaped: `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Like `visible`, for several lines. */
export function visibleLines(text: string): string {
  return text
    .split(/(\r?\n|\t)/)
    .map((part) => (/^(\r?\n|\t)$/.test(part) ? part : visible(part)))
    .join('');
}
