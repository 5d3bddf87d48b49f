/** One line of one side of the comparison. */
export interface Row {
  readonly number: number;
  readonly text: string;
  readonly kind: 'same' | 'removed' | 'added' | 'conflict';
}

/** The lines of both sides. Everything between the first and the last difference is marked as changed. */
export function sideRows(
  before: string | null,
  after: string | null,
): { before: readonly Row[] | null; after: readonly Row[] | null } {
  const old = before === null ? null : linesOf(before);
  const merged = after === null ? null : linesOf(after);
  const head = count(old ?? [], merged ?? []);
  const tail = Math.min(
    count((old ?? []).toReversed(), (merged ?? []).toReversed()),
    Math.min(old?.length ?? 0, merged?.length ?? 0) - head,
  );
  const differs = (index: number, length: number) => index >= head && index < length - tail;
  return {
    before:
      old?.map((text, index) => ({
        number: index + 1,
        text,
        kind: differs(index, old.length) ? 'removed' : 'same',
      })) ?? null,
    after: merged ? mark(merged, (index) => differs(index, merged.length)) : null,
  };
}

function mark(lines: readonly string[], differs: (index: number) => boolean): readonly Row[] {
  let inConflict = false;
  return lines.map((text, index) => {
    if (text.startsWith('<<<<<<< ')) inConflict = true;
    const kind = inConflict ? 'conflict' : differs(index) ? 'added' : 'same';
    if (text.startsWith('>>>>>>> ')) inConflict = false;
    return { number: index + 1, text, kind };
  });
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** The number of equal lines at the start. */
function count(a: readonly string[], b: readonly string[]): number {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
  return same;
}
