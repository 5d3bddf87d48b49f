import { type FlowChange, flowEdits } from './flow.ts';
import type { Change, Spot } from './merged.ts';
import * as lines from './source-lines.ts';
import type { Collection, Slot, Tree } from './tree.ts';
import { NotStructural } from './types.ts';

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Writes changes of theirs into the text of ours, byte for byte from theirs but for line ends and depth. Throws
 * NotStructural where a change has no whole lines of its own, such as inside `{}`.
 */
export function splice(
  texts: { readonly base: string; readonly ours: string; readonly theirs: string },
  changes: readonly Change[],
): string {
  const deleted = new Set(
    changes.flatMap((change) => (change.kind === 'delete' ? [change.slot] : [])),
  );
  const inFlow = new Map<Collection, FlowChange[]>();
  const edits = changes.flatMap((change): Edit[] => {
    if (change.kind === 'replace') return [replace(texts, change.at)];
    if (change.kind === 'rewrite') return [rewrite(texts.ours, change)];
    if (change.kind === 'rename') return [rename(texts.theirs, change)];
    const own = change.kind === 'insert' ? change.into : change.from;
    if (own.flow) {
      inFlow.set(own, [...(inFlow.get(own) ?? []), change]);
      return [];
    }
    if (change.kind === 'delete')
      return [{ ...region(texts.ours, change.from, change.slot), text: '' }];
    return [insert(texts, change, deleted)];
  });
  const flow = [...inFlow.values()].flatMap((group) =>
    flowEdits(texts, group, (added) => precedingSlot(added, deleted)),
  );
  return apply(texts.ours, [...edits, ...flow]);
}

function rename(text: string, { ours, theirs }: Extract<Change, { kind: 'rename' }>): Edit {
  return { from: ours.start, to: ours.keyEnd, text: text.slice(theirs.start, theirs.keyEnd) };
}

/** A value written by hand, or as it was before; of several lines where its first line says so. */
function rewrite(ours: string, { at, text, column }: Extract<Change, { kind: 'rewrite' }>): Edit {
  const { value } = at.ours;
  const [from] = value.range;
  const to = from + ours.slice(from, value.end).trimEnd().length;
  const eol = lines.endOfLine(ours);
  const [head = '', ...more] = text.split(/\r?\n/);
  if (more.length === 0) return { from, to, text: head };
  const by = column > 0 ? lines.column(ours, from) - column : 0;
  return { from, to, text: [head, lines.shift(more.join('\n'), by, eol)].join(eol) };
}

function replace(
  texts: { readonly base: string; readonly ours: string; readonly theirs: string },
  spot: Spot | null,
): Edit {
  if (!spot) throw new NotStructural('The whole file changed its kind.');
  const { base, ours, theirs, parent } = spot;
  const eol = lines.endOfLine(texts.ours);
  if (ours.start >= 0 && theirs.start >= 0 && !parent.flow) {
    const old = ownLines(texts.ours, ours);
    const isUntouched =
      base && base.start >= 0 && ownText(texts.base, base) === ownText(texts.ours, ours);
    if (isUntouched || !isInline(ours.value) || !isInline(theirs.value)) {
      const by = lines.column(texts.ours, ours.start) - lines.column(texts.theirs, theirs.start);
      const fresh = ownLines(texts.theirs, theirs);
      const isRenamed = ours.keyEnd >= 0 && ours.label !== theirs.label;
      const source = isRenamed
        ? texts.ours.slice(ours.start, ours.keyEnd) + texts.theirs.slice(theirs.keyEnd, fresh.to)
        : texts.theirs.slice(fresh.from, fresh.to);
      const text = lines.shift(source.trimEnd(), by, eol).trimStart();
      return { ...old, to: old.from + texts.ours.slice(old.from, old.to).trimEnd().length, text };
    }
  }
  if (!isInline(ours.value) || !isInline(theirs.value))
    throw new NotStructural('A block changed inside an inline value.');
  const [from, to] = ours.value.range;
  const text = texts.theirs.slice(...theirs.value.range);
  return { from, to, text: lines.shift(text, 0, eol) };
}

function insert(
  texts: { readonly ours: string; readonly theirs: string },
  change: Insert,
  deleted: ReadonlySet<Slot>,
): Edit {
  const { into, from, slot } = change;
  const [first] = into.slots;
  if (into.flow || from.flow || !first || first.start < 0)
    throw new NotStructural('An entry is added where there is no line of its own.');
  const { ours } = texts;
  const eol = lines.endOfLine(ours);
  const by = lines.column(ours, first.start);
  const source = region(texts.theirs, from, slot);
  const raw = texts.theirs.slice(source.from, source.to);
  let text = lines.shift(raw, by - lines.column(texts.theirs, slot.start), eol);
  if (!text.endsWith(eol)) text += eol;
  const before = precedingSlot(change, deleted);
  if (!before) {
    const at = region(ours, into, first).from;
    return { from: at, to: at, text: text.replace(/^(?:[ \t]*\r?\n)+/, '') };
  }
  const at = lines.lineEnd(ours, before.value.end);
  if (ours[at - 1] !== '\n') text = eol + text.slice(0, -eol.length);
  return { from: at, to: at, text };
}

type Insert = Extract<Change, { kind: 'insert' }>;

/** The entry of ours that an added one follows: the nearest above it in theirs that ours has too, and keeps. */
function precedingSlot({ into, from, slot, after }: Insert, deleted: ReadonlySet<Slot>) {
  if (after !== undefined) return after;
  const kept = into.slots.filter((candidate) => !deleted.has(candidate));
  for (let index = from.slots.indexOf(slot) - 1; index >= 0; index -= 1) {
    const above = from.slots[index];
    const found = kept.find((candidate) => above && isSameEntry(candidate, above));
    if (found) return found;
  }
  return null;
}

/** In a list, the same item: equal, or with the same first value, which its identity mostly is. */
function isSameEntry(one: Slot, other: Slot): boolean {
  if (one.label !== '' || other.label !== '') return one.label === other.label;
  return one.value.print === other.value.print || firstOf(one.value) === firstOf(other.value);
}

function firstOf(value: Tree): string {
  const first = value.kind === 'map' ? value.slots[0] : undefined;
  return first ? `${first.label}\n${first.value.print}` : value.print;
}

/** An entry's whole lines with the blank lines and comments that lead it. */
function region(text: string, parent: Collection, slot: Slot): { from: number; to: number } {
  const start = lines.lineStart(text, slot.start);
  if (parent.flow || slot.start < 0 || text.slice(start, slot.start).trim() !== '')
    throw new NotStructural('An entry shares its line with another.');
  const above = parent.slots[parent.slots.indexOf(slot) - 1];
  const to = lines.lineEnd(text, slot.value.end);
  // What stands above the first entry of a file is as likely a word about the file.
  if (!above && start === slot.start) return { from: start, to };
  const floor = above ? lines.lineEnd(text, above.value.end) : 0;
  return { from: lines.leadStart(text, { at: start, floor, isFirst: !above }), to };
}

function ownLines(text: string, slot: Slot): { from: number; to: number } {
  return { from: slot.start, to: lines.lineEnd(text, slot.value.end) };
}

function ownText(text: string, slot: Slot): string {
  const { from, to } = ownLines(text, slot);
  return text.slice(from, to).replaceAll('\r', '').trimEnd();
}

function isInline(value: Tree): boolean {
  if (value.range[0] === value.range[1]) return false;
  if (value.alias !== null) return true;
  return value.kind === 'scalar' ? !value.block : value.flow;
}

function apply(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.from - b.from || a.to - b.to);
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    if (edit.from < at) throw new NotStructural('Two changes overlap.');
    result += text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return result + text.slice(at);
}
