/** Offsets in characters of a text. */
export type TextRange = readonly [from: number, to: number];

/**
 * Converts a range of a text to an editor's offsets. The editor counts one character per line end, unless the text
 * mixes several kinds of line ends.
 */
export function placeIn(text: string, [from, to]: TextRange): TextRange {
  const windows = text.split('\r\n').length;
  const isAlike = windows === text.split('\n').length && windows === text.split('\r').length;
  if (windows === 1 || !isAlike) return [from, to];
  const at = (offset: number) => offset - (text.slice(0, offset).split('\r').length - 1);
  return [at(from), at(to)];
}
