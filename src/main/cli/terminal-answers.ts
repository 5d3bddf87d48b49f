/** Escape, which regular expressions may not contain literally. */
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
 * Typed bytes without the terminal's replies to queries (device attributes, cursor position, modes, colours). The
 * host's screen has replied already; a second reply would be typed into the program.
 */
export function withoutAnswers(typed: Buffer): Buffer {
  const text = typed.toString('latin1');
  return text.includes(ESC) ? Buffer.from(text.replace(ANSWERS, ''), 'latin1') : typed;
}
