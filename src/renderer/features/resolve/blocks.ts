/** A conflict in a text with markers. Offsets are in characters, one per line break. */
export interface Block {
  /** From the start of its first marker line to the end of its last one, excluding the line break. */
  readonly from: number;
  readonly to: number;
  readonly ours: Part;
  /** Null when the markers have no base part. */
  readonly base: Part | null;
  readonly theirs: Part;
}

/** The lines between two markers. `to` is after the last line break; it equals `from` when there are no lines. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

export type Choice = 'ours' | 'theirs' | 'both';

interface Reading {
  from: number;
  ours: number;
  base: number | null;
  theirs: number | null;
  /** Ends of the parts; null until that part has been read. */
  oursTo: number | null;
  baseTo: number | null;
}

/** The conflicts of a text, in order. Incomplete sets of markers count as ordinary text. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: Reading | null = null;
  let at = 0;
  while (at <= text.length) {
    const end = text.indexOf('\n', at);
    const lineEnd = end === -1 ? text.length : end;
    const next = lineEnd + 1;
    const head = text.slice(at, Math.min(lineEnd, at + 8)).replace(/\r$/, '');
    if (head === '<<<<<<<' || head === '<<<<<<< ') {
      open = { from: at, ours: next, base: null, theirs: null, oursTo: null, baseTo: null };
    } else if (open && open.theirs === null && (head === '|||||||' || head === '||||||| ')) {
      open.oursTo = at;
      open.base = next;
    } else if (open && open.theirs === null && head === '=======') {
      if (open.base === null) open.oursTo = at;
      else open.baseTo = at;
      open.theirs = next;
    } else if (open && open.theirs !== null && (head === '>>>>>>>' || head === '>>>>>>> ')) {
      blocks.push(closed(open, at, lineEnd));
      open = null;
    }
    at = next;
  }
  return blocks;
}

function closed(open: Reading, at: number, lineEnd: number): Block {
  return {
    from: open.from,
    to: lineEnd,
    ours: { from: open.ours, to: open.oursTo ?? open.ours },
    base: open.base === null ? null : { from: open.base, to: open.baseTo ?? open.base },
    theirs: { from: open.theirs ?? at, to: at },
  };
}

/** The text that a choice puts in place of a conflict: whole lines, without the last line break. */
export function chosen(text: string, block: Block, choice: Choice): string {
  const of = ({ from, to }: Part) => text.slice(from, to);
  const ours = choice === 'theirs' ? '' : of(block.ours);
  const theirs = choice === 'ours' ? '' : of(block.theirs);
  return (ours + theirs).replace(/\n$/, '');
}

/** The range that a choice replaces; for an empty text it includes the line break. */
export function replacedBy(
  text: string,
  block: Block,
  choice: Choice,
): { readonly from: number; readonly to: number; readonly insert: string } {
  const insert = chosen(text, block, choice);
  const empty = block[choice === 'theirs' ? 'theirs' : 'ours'];
  const nothing = insert === '' && (choice === 'both' || empty.from === empty.to);
  const atEnd = block.to >= text.length;
  if (!nothing) return { from: block.from, to: block.to, insert };
  return { from: block.from, to: atEnd ? block.to : block.to + 1, insert: '' };
}

/** Index of the conflict at the caret, else of the next one after it, else 0. */
export function currentBlock(blocks: readonly Block[], caret: number): number {
  const found = blocks.findIndex((block) => caret <= block.to);
  return found === -1 ? 0 : found;
}
