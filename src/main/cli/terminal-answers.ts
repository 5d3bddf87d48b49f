/** Escape, which no regular expression may hold literally. */
const ESC = '\u001b';
const BEL = '\u0007';

const ANSWERS = new RegExp(
  [
    `${ESC}\\[[?>=][\\d;]*(?:[cnRu]|\\$y)`,
    `${ESC}\\[\\d+;\\d+R`,
    `${ESC}\\[\\d+n`,
    `${ESC}[P\\]][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)`,
  ].join('|'),
  'g',
);

/**
 * Typed bytes without what a terminal answers when it is asked about itself (device attributes, cursor position, modes,
 * colours). The host's screen has answered already; a second answer would be typed into the program.
 */
export function withoutAnswers(typed: Buffer): Buffer {
  const text = typed.toString('latin1');
  return text.includes(ESC) ? Buffer.from(text.replace(ANSWERS, ''), 'latin1') : typed;
}
