/** In characters of a text. */
export type TextRange = readonly [from: number, to: number];

/** Where an editor has a range of a text: it counts one for each line end, unless they are of several kinds. */
export function placeIn(text: string, [from, to]: TextRange): TextRange {
  const windows = text.split('\r\n').length;
  const isAlike = windows === text.split('\n').length && windows === text.split('\r').length;
  if (windows === 1 || !isAlike) return [from, to];
  const at = (offset: number) => offset - (text.slice(0, offset).split('\r').length - 1);
  return [at(from), at(to)];
}
