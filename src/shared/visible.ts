/**
 * Controls, line ends, direction marks and invisible characters: they hide, or turn around what stands beside them. The
 * joiners of emoji and of Persian and Indic scripts belong to their words.
 */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu;

/** A text of one line in which nothing can hide, with hidden characters written out: `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);
}

/** As `visible`, for a text of several lines. */
export function visibleLines(text: string): string {
  return text
    .split(/(\r?\n|\t)/)
    .map((part) => (/^(\r?\n|\t)$/.test(part) ? part : visible(part)))
    .join('');
}
