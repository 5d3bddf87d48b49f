import { commentsOf, isSameComment } from './comments.ts';
import { type FlowChange, flowEdits, orderedEdit } from './flow.ts';
import type { Met } from './flow-kept.ts';
import { valueIn } from './flow-value.ts';
import type { Change, Spot } from './merged.ts';
import * as lines from './source-lines.ts';
import type { Collection, Slot, Tree } from './tree-shape.ts';
import { NotStructural } from './types.ts';

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

interface Texts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

type Insert = Extract<Change, { kind: 'insert' }>;
type Order = Extract<Change, { kind: 'order' }>;

/**
 * Writes changes of theirs into the text of ours. The text comes from theirs byte for byte, except for line ends and
 * indentation. Throws NotStructural if a change does not consist of whole lines, such as inside `{}`.
 */
export function splice(texts: Texts, changes: readonly Change[]): string {
  const orders = new Map(
    changes.flatMap((change) => (change.kind === 'order' ? [[change.into, change] as const] : [])),
  );
  const deleted = new Set(
    changes.flatMap((change) => (change.kind === 'delete' ? [change.slot] : [])),
  );
  const inFlow = new Map<Collection, FlowChange[]>();
  const mets = new Map<Collection, Met>();
  const whole = new Set<Slot>();
  const edits: Edit[] = [];
  for (const change of changes) {
    if (change.kind === 'order' || change.kind === 'comments') continue;
    if (change.kind === 'kept') mets.set(change.met.ours, change.met);
    else if (change.kind === 'replace') edits.push(replace(texts, change.at, whole));
    else if (change.kind === 'rewrite') edits.push(rewrite(texts.ours, change));
    else if (change.kind === 'rename') edits.push(rename(texts.theirs, change));
    else {
      const own = change.kind === 'insert' ? change.into : change.from;
      if (orders.has(own)) continue;
      if (own.flow) inFlow.set(own, [...(inFlow.get(own) ?? []), change]);
      else if (change.kind === 'delete')
        edits.push({ ...region(texts.ours, change.from, change.slot), text: '' });
      else edits.push(insert(texts, change, deleted));
    }
  }
  for (const change of changes)
    if (change.kind === 'comments') edits.push(...recomment(texts, change.at, whole));
  for (const own of new Set([...inFlow.keys(), ...mets.keys()])) {
    if (orders.has(own)) continue;
    const place = (one: Insert) => precedingSlot(one, deleted);
    edits.push(
      ...flowEdits(texts, inFlow.get(own) ?? [], { placeAfter: place, met: mets.get(own) }),
    );
  }
  return apply(texts.ours, ordered(texts, edits, [...orders.values()]));
}

/** Combines the edits inside a reordered collection with the edit that reorders it. */
function ordered(texts: Texts, edits: readonly Edit[], orders: readonly Order[]): readonly Edit[] {
  const size = ({ into }: Order) => into.range[1] - into.range[0];
  let left = edits;
  // Inner collections first.
  for (const order of [...orders].sort((a, b) => size(a) - size(b))) {
    const edit = order.into.flow ? orderedEdit(texts, order, left) : reorder(texts, order, left);
    const isInside = (one: Edit) => one.from >= edit.from && one.to <= edit.to;
    left = [...left.filter((one) => !isInside(one)), edit];
  }
  return left;
}

/** Reorders the entries of a block, each with its comments and edits. */
function reorder(texts: Texts, { into, from, entries }: Order, edits: readonly Edit[]): Edit {
  const eol = lines.endOfLine(texts.ours);
  const regions = new Map(into.slots.map((slot) => [slot, region(texts.ours, into, slot)]));
  const own = ({ from: start, to: end }: { readonly from: number; readonly to: number }) => {
    const inside = edits.filter((edit) => edit.from >= start && edit.to <= end);
    const moved = inside.map((edit) => ({ ...edit, from: edit.from - start, to: edit.to - start }));
    return apply(texts.ours.slice(start, end), moved);
  };
  const parts = entries.map(({ ours, theirs }) => {
    const place = ours && regions.get(ours);
    if (place) return own(place);
    if (!theirs) throw new Error('The entry is on neither side.');
    return addedText(texts, { into, from, slot: theirs });
  });
  const [, ...behind] = [...regions.values()];
  const spaced = behind.filter((place) => /^[ \t]*\r?\n/.test(texts.ours.slice(place.from)));
  const isSpaced = spaced.length * 2 > behind.length;
  const joined = parts.map((part, index) => {
    const plain = part.replace(/^(?:[ \t]*\r?\n)+/, '');
    const lead = index > 0 && isSpaced ? eol : '';
    const text = index > 0 && plain !== part ? part : lead + plain;
    return text.endsWith('\n') ? text : text + eol;
  });
  const all = [...regions.values()];
  const [start, end] = [all[0]?.from ?? 0, all.at(-1)?.to ?? 0];
  const text = joined.join('');
  const isEnded = texts.ours[end - 1] === '\n';
  return { from: start, to: end, text: isEnded ? text : text.slice(0, -eol.length) };
}

/** Applies comment changes of theirs at an entry whose comments ours left unchanged. */
function recomment(
  texts: Texts,
  { base, ours, theirs, parents }: Spot,
  whole: ReadonlySet<Slot>,
): Edit[] {
  const [before, own, other] = [
    base && parents.base ? commentsOf(texts.base, parents.base, base) : null,
    commentsOf(texts.ours, parents.ours, ours),
    commentsOf(texts.theirs, parents.theirs, theirs),
  ];
  if (!before || !own || !other) return [];
  const isTheirs = (part: 'lead' | 'tail') =>
    isSameComment([texts.base, before[part]], [texts.ours, own[part]]) &&
    !isSameComment([texts.base, before[part]], [texts.theirs, other[part]]);
  const edits: Edit[] = [];
  if (isTheirs('lead')) {
    const by = lines.column(texts.ours, ours.start) - lines.column(texts.theirs, theirs.start);
    const text = lines.shift(texts.theirs.slice(...other.lead), by, lines.endOfLine(texts.ours));
    edits.push({ from: own.lead[0], to: own.lead[1], text });
  }
  if (!whole.has(ours) && isTheirs('tail') && own.tail && other.tail)
    edits.push({ from: own.tail[0], to: own.tail[1], text: texts.theirs.slice(...other.tail) });
  return edits;
}

function rename(text: string, { ours, theirs }: Extract<Change, { kind: 'rename' }>): Edit {
  return { from: ours.start, to: ours.keyEnd, text: text.slice(theirs.start, theirs.keyEnd) };
}

/** Replaces a value by text from a person or from the base; re-indents further lines if `column` is set. */
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

/**
 * Replaces an entry or its value. If all lines of the entry are replaced, comments included, adds the entry to `whole`.
 */
function replace(texts: Texts, spot: Spot | null, whole: Set<Slot>): Edit {
  if (!spot)
    throw new NotStructural('The file changed its type (map, list or value) at the top level.');
  const { base, ours, theirs, parents } = spot;
  const parent = parents.ours;
  const eol = lines.endOfLine(texts.ours);
  if (ours.start >= 0 && theirs.start >= 0 && !parent.flow) {
    const old = ownLines(texts.ours, ours);
    const isUntouched =
      base && base.start >= 0 && ownText(texts.base, base) === ownText(texts.ours, ours);
    if (isUntouched || !isInline(ours.value) || !isInline(theirs.value)) {
      const by = lines.column(texts.ours, ours.start) - lines.column(texts.theirs, theirs.start);
      const fresh = ownLines(texts.theirs, theirs);
      whole.add(ours);
      const isRenamed = ours.keyEnd >= 0 && ours.label !== theirs.label;
      const source = isRenamed
        ? texts.ours.slice(ours.start, ours.keyEnd) + texts.theirs.slice(theirs.keyEnd, fresh.to)
        : texts.theirs.slice(fresh.from, fresh.to);
      const text = lines.shift(source.trimEnd(), by, eol).trimStart();
      return { ...old, to: old.from + texts.ours.slice(old.from, old.to).trimEnd().length, text };
    }
  }
  if (!isInline(ours.value) || !isInline(theirs.value))
    throw new NotStructural('A block value cannot be written inside an inline value.');
  const [from, to] = ours.value.range;
  const place = { text: texts.ours, at: from, parent };
  return { from, to, text: valueIn({ text: texts.theirs, value: theirs.value }, place) };
}

function insert(texts: Texts, change: Insert, deleted: ReadonlySet<Slot>): Edit {
  const { into } = change;
  const { ours } = texts;
  const eol = lines.endOfLine(ours);
  let text = addedText(texts, change);
  const before = precedingSlot(change, deleted);
  const [first] = into.slots;
  if (!before && first) {
    const at = placeBeforeFirst(texts, change, first);
    return { from: at, to: at, text: text.replace(/^(?:[ \t]*\r?\n)+/, '') };
  }
  const at = lines.lineEnd(ours, before?.value.end ?? 0);
  if (ours[at - 1] !== '\n') text = eol + text.slice(0, -eol.length);
  return { from: at, to: at, text };
}

/**
 * Offset for an entry inserted before the first one. A comment above the first entry of ours may be about the file or
 * about the entry; theirs decides, where that entry is no longer first.
 */
function placeBeforeFirst(texts: Texts, { into, from }: Insert, first: Slot): number {
  const { from: at } = region(texts.ours, into, first);
  const own = commentsOf(texts.ours, into, first);
  const mate = from.slots.slice(1).find((slot) => isSameEntry(first, slot));
  const other = mate && commentsOf(texts.theirs, from, mate);
  if (!own || !other || own.lead[0] === own.lead[1]) return at;
  return isSameComment([texts.ours, own.lead], [texts.theirs, other.lead]) ? own.lead[0] : at;
}

/** An entry of theirs with its comments, at the indentation of ours, ending with a line break. */
function addedText(
  texts: Texts,
  { into, from, slot }: Pick<Insert, 'into' | 'from' | 'slot'>,
): string {
  const [first] = into.slots;
  if (into.flow || from.flow || !first || first.start < 0)
    throw new NotStructural('An added entry cannot be written on its own line.');
  const eol = lines.endOfLine(texts.ours);
  const by = lines.column(texts.ours, first.start) - lines.column(texts.theirs, slot.start);
  const source = region(texts.theirs, from, slot);
  const text = lines.shift(texts.theirs.slice(source.from, source.to), by, eol);
  return text.endsWith(eol) ? text : text + eol;
}

/**
 * The entry of ours that an inserted one follows: the nearest entry above it in theirs that ours also has and keeps.
 */
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

/** Whether list items correspond: they are equal, or have the same first value, which is usually their identity. */
function isSameEntry(one: Slot, other: Slot): boolean {
  if (one.label !== '' || other.label !== '') return one.label === other.label;
  return one.value.print === other.value.print || firstOf(one.value) === firstOf(other.value);
}

function firstOf(value: Tree): string {
  const first = value.kind === 'map' ? value.slots[0] : undefined;
  return first ? `${first.label}\n${first.value.print}` : value.print;
}

/** The lines of an entry, including blank lines and comments above it. */
function region(text: string, parent: Collection, slot: Slot): { from: number; to: number } {
  const start = lines.lineStart(text, slot.start);
  if (parent.flow || slot.start < 0 || text.slice(start, slot.start).trim() !== '')
    throw new NotStructural('An entry shares its line with another.');
  const above = parent.slots[parent.slots.indexOf(slot) - 1];
  const to = lines.lineEnd(text, slot.value.end);
  // A comment above the first entry of a file may be about the file, so it is excluded.
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
