/** The first line end that a text uses. */
export function endOfLine(text: string): '\n' | '\r\n' {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** Offset of the start of the line that contains an offset, after any byte-order mark. */
export function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

/** Offset after the next line end; an offset directly after a line end is returned unchanged. */
export function lineEnd(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** Number of characters before an offset in its line. */
export function column(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** Offset of the comments directly above a line, including blank lines above them unless it is the first entry. */
export function leadStart(
  text: string,
  {
    at,
    floor,
    isFirst,
  }: { readonly at: number; readonly floor: number; readonly isFirst: boolean },
): number {
  const depth = /^ */.exec(text.slice(at))?.[0].length ?? 0;
  let start = at;
  const isAbove = (isPart: (line: string) => boolean) => {
    if (start <= floor) return false;
    const above = lineStart(text, start - 1);
    if (above >= start || !isPart(text.slice(above, start))) return false;
    start = above;
    return true;
  };
  while (isAbove((line) => line.trimStart().startsWith('#') && line.search(/\S/) === depth));
  while (!isFirst && isAbove((line) => line.trim() === ''));
  return start;
}

/** Indents or outdents a text by columns and converts its line ends. */
export function shift(text: string, by: number, eol: string): string {
  const moved = text.split(/\r?\n/).map((line) => {
    if (by === 0 || line.trim() === '') return line;
    if (by > 0) return ' '.repeat(by) + line;
    return line.slice(Math.min(-by, line.search(/\S/)));
  });
  return moved.join(eol);
}
