import type { Change } from './merged.ts';
import * as lines from './source-lines.ts';
import type { Collection, Slot } from './tree.ts';
import { NotStructural } from './types.ts';

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export type FlowChange = Extract<Change, { kind: 'insert' | 'delete' }>;

/** What goes into ours, and where it is from. */
interface Added {
  readonly slot: Slot;
  readonly from: Collection;
}

/**
 * Adds and removes entries of one collection in `{}` or `[]`. Only what stands between entries that stay is written
 * anew, so that commas are right; entries keep their bytes. `placeAfter` names the entry of ours that an added one
 * follows, null for the beginning.
 */
export function flowEdits(
  texts: { readonly ours: string; readonly theirs: string },
  changes: readonly FlowChange[],
  placeAfter: (added: Extract<Change, { kind: 'insert' }>) => Slot | null,
): Edit[] {
  const [first] = changes;
  if (!first) return [];
  const own = first.kind === 'insert' ? first.into : first.from;
  const deleted = new Set(changes.flatMap((one) => (one.kind === 'delete' ? [one.slot] : [])));
  const kept = own.slots.filter((slot) => !deleted.has(slot));
  const added = new Map<Slot | null, Added[]>();
  for (const one of changes) {
    if (one.kind !== 'insert') continue;
    if (!one.from.flow) throw new NotStructural('An entry of a block is added inside {} or [].');
    const after = placeAfter(one);
    added.set(after, [...(added.get(after) ?? []), one]);
  }
  const ours = new Gaps(texts.ours, own);
  const edits: Edit[] = [];
  for (const [index, after] of [null, ...kept].entries()) {
    const next = kept[index] ?? null;
    const here = added.get(after) ?? [];
    const from = after ? ours.end(after) : ours.open;
    const to = next ? ours.start(next) : ours.close;
    const text = gapText({ ours, theirs: texts.theirs, after, next, here });
    if (text !== texts.ours.slice(from, to)) edits.push({ from, to, text });
  }
  return edits;
}

function gapText(gap: {
  readonly ours: Gaps;
  readonly theirs: string;
  readonly after: Slot | null;
  readonly next: Slot | null;
  readonly here: readonly Added[];
}): string {
  const { ours, theirs, after, next, here } = gap;
  const eol = lines.endOfLine(ours.text);
  let text = '';
  let isFirst = after === null;
  for (const { slot, from } of here) {
    const other = new Gaps(theirs, from);
    const lead = isFirst ? other.leadAtStart(slot, ours) : other.leadBehind(slot, ours);
    const raw = lead + theirs.slice(other.start(slot), other.end(slot));
    text += indented(raw, ours.indent() - other.indent(), eol);
    isFirst = false;
  }
  if (next) return text + (isFirst ? ours.leadAtStart(next, ours) : ours.leadBehind(next, ours));
  const [source] = here;
  // An empty collection that gets its first entries ends as theirs does.
  const isFilled = ours.isEmpty() && source;
  const tail = isFilled
    ? indented(new Gaps(theirs, source.from).tail(), 0, eol)
    : isFirst
      ? ''
      : ours.tail();
  return text + tail;
}

/** What stands between the entries of one collection. */
class Gaps {
  readonly text: string;
  readonly open: number;
  /** Offset of the closing bracket. */
  readonly close: number;
  private readonly slots: readonly Slot[];

  constructor(text: string, collection: Collection) {
    this.text = text;
    this.slots = collection.slots;
    this.open = collection.range[0] + 1;
    this.close = collection.range[1] - 1;
  }

  isEmpty(): boolean {
    return this.slots.length === 0;
  }

  start(slot: Slot): number {
    return slot.start >= 0 ? slot.start : slot.value.range[0];
  }

  end(slot: Slot): number {
    return Math.max(slot.value.range[1], slot.start);
  }

  /** Columns before the first entry, where it stands on a line of its own. */
  indent(): number {
    const [first] = this.slots;
    if (!first) return 0;
    const at = this.start(first);
    const before = this.text.slice(lines.lineStart(this.text, at), at);
    return before.trim() === '' ? before.length : 0;
  }

  /** Between the opening bracket and an entry that comes first. */
  leadAtStart(slot: Slot, like: Gaps): string {
    const [first] = like.slots;
    if (first) return like.between(like.open, like.start(first));
    const index = this.slots.indexOf(slot);
    const own = index === 0 ? this.between(this.open, this.start(slot)) : this.leadOf(slot);
    return own.replace(/^\s*,/, '');
  }

  /** Between the entry before and this one, comma included. */
  leadBehind(slot: Slot, like: Gaps): string {
    if (this.slots.indexOf(slot) > 0) return this.leadOf(slot);
    const [first, second] = like.slots;
    if (first && second) return like.between(like.end(first), like.start(second));
    const lead = this.between(this.open, this.start(slot));
    return lead.includes('\n') ? `,${lead}` : ', ';
  }

  /** Between the last entry and the closing bracket. */
  tail(): string {
    const last = this.slots.at(-1);
    return last ? this.between(this.end(last), this.close) : '';
  }

  private leadOf(slot: Slot): string {
    const before = this.slots[this.slots.indexOf(slot) - 1];
    return before ? this.between(this.end(before), this.start(slot)) : '';
  }

  private between(from: number, to: number): string {
    const gap = this.text.slice(from, to);
    // Anchors, tags and explicit keys would have to move along with their entry.
    if (/[&!?*]/.test(gap.replace(/#.*/g, '')))
      throw new NotStructural('An entry inside {} or [] has a name or a tag.');
    return gap;
  }
}

/** All lines but the first, which begins behind what is there, moved by columns. */
function indented(text: string, by: number, eol: string): string {
  const at = text.indexOf('\n');
  if (at < 0) return text;
  const head = text.slice(0, at).replace(/\r$/, '');
  return head + eol + lines.shift(text.slice(at + 1), by, eol);
}
