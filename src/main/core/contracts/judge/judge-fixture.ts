import { parse as parseJsonc } from 'jsonc-parser';
import { parseAllDocuments } from 'yaml';
import { commentFault, type Expected } from './comments-fixture.ts';
import type { Triple } from './edits-fixture.ts';
import type { Entry, Language, ListNode, Node } from './model-fixture.ts';
import { gapsOf, ordersFault } from './order-fixture.ts';
import { plain, plainItem } from './print-fixture.ts';

/** The text does not match both sides, or no merge is right without a person's decision. */
export class Fault extends Error {}

/**
 * Whether a text is a correct merge of both sides, judged by the recorded edits of each entry. Null if it is right;
 * else the reason. Independent of the merge code.
 */
export function judge(triple: Triple, text: string): string | null {
  const { language, base, ours, theirs } = triple;
  const said = read(text, language);
  if (said === undefined) return 'it cannot be read';
  const reader = new Reader(language);
  try {
    reader.check('', { base: base.root, ours: ours.root, theirs: theirs.root }, { said });
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown.message;
    throw thrown;
  }
  return commentFault(reader.comments, text, language);
}

function read(text: string, language: Language): unknown {
  if (language === 'json' || language === 'jsonc') return parseJsonc(text);
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0))
    return undefined;
  const values = documents.map((document) => document.toJS());
  return language === 'documents' ? values : values[0];
}

interface Three {
  readonly base: Node | undefined;
  readonly ours: Node;
  readonly theirs: Node;
}

type Entries = readonly Entry[];
type Sides = { readonly base: Entries; readonly ours: Entries; readonly theirs: Entries };

/** A parsed merge result. `isBare`: the printed text has no comments above the entries of this map. */
interface Said {
  readonly said: unknown;
  readonly isBare?: boolean;
}

class Reader {
  readonly comments: Expected[] = [];
  readonly #isJson: boolean;

  constructor(language: Language) {
    this.#isJson = language === 'json' || language === 'jsonc';
  }

  check(path: string, { base, ours, theirs }: Three, { said, isBare = false }: Said): void {
    const one = wholeOf(base, ours, theirs);
    if (one) {
      if (!isSame(one, said))
        throw new Fault(`${path} is ${JSON.stringify(said)}, not ${JSON.stringify(plain(one))}`);
      this.#expectAll(one, isBare);
      return;
    }
    if (ours.kind === 'scalar' || theirs.kind !== ours.kind || (base && base.kind !== ours.kind))
      throw new Fault(`${path}: both sides changed one value differently`);
    if (!base) throw new Fault(`${path}: both sides added it differently`);
    const style = ours.kind === 'list' ? ours.style : 'map';
    const sides = {
      base: base.entries,
      ours: withNames(base.entries, ours.entries, style),
      theirs: withNames(base.entries, theirs.entries, style),
    };
    if (style === 'plain') Object.assign(sides, withPutTogether(sides));
    if (ours.kind === 'map') this.#checkMap(path, sides, { said, isBare });
    else this.#checkList(path, sides, { list: ours, said });
  }

  #checkMap(path: string, sides: Sides, { said, isBare = false }: Said): void {
    if (said === null || typeof said !== 'object' || Array.isArray(said))
      throw new Fault(`${path} is no map any more`);
    const values = new Map(Object.entries(said));
    const kept = keptOf(path, sides);
    if (new Set([...kept.values()].map(({ key }) => key)).size < kept.size)
      throw new Fault(`${path}: one key would be duplicated`);
    for (const entry of kept.values()) {
      if (!values.has(entry.key)) throw new Fault(`${path}.${entry.key} is gone`);
      this.#checkEntry(
        `${path}.${entry.key}`,
        { id: entry.id, sides },
        { value: values.get(entry.key), isBare, isItem: false, name: entry.key },
      );
      values.delete(entry.key);
    }
    for (const key of values.keys()) throw new Fault(`${path}.${key} is in no version`);
  }

  #checkList(
    path: string,
    sides: Sides,
    { list, said }: { readonly list: ListNode; readonly said: unknown },
  ): void {
    if (!Array.isArray(said)) throw new Fault(`${path} is no list any more`);
    const kept = keptOf(path, sides);
    const names = [...kept.values()].map(({ key }) => key);
    const isNamed = list.style === 'keyed' || list.style === 'documents';
    if (isNamed && new Set(names).size < names.length)
      throw new Fault(`${path}: one name would be duplicated`);
    const ids = this.#idsOf(path, { kept, sides }, { list, said });
    if (list.style === 'set') {
      if (new Set(said.map(String)).size < said.length)
        throw new Fault(`${path}: a member is defined twice`);
      return;
    }
    const fault = ordersFault(sides, ids, list.style);
    if (fault) throw new Fault(`${path}: ${fault}`);
  }

  /** Finds the entry of each item; throws if an item is unknown or an entry is missing. */
  #idsOf(
    path: string,
    { kept, sides }: { readonly kept: ReadonlyMap<string, Entry>; readonly sides: Sides },
    { list, said }: { readonly list: ListNode; readonly said: readonly unknown[] },
  ): string[] {
    const left = new Map(kept);
    const isSet = list.style === 'set';
    const ids = said.map((item, index) => {
      let reason = 'it is in no version';
      for (const { id, key } of left.values()) {
        const before = this.comments.length;
        try {
          const value = list.style === 'keyed' ? withoutName(item, key) : item;
          if (value === undefined) continue;
          const name = nameOf(list, { key, value }, this.#isJson);
          this.#checkEntry(
            `${path}[${index}]`,
            { id, sides },
            {
              value,
              isBare: list.style === 'documents',
              isItem: !this.#isJson && list.style !== 'documents',
              name,
            },
          );
          left.delete(id);
          return id;
        } catch (thrown) {
          if (!(thrown instanceof Fault)) throw thrown;
          this.comments.length = before;
          if (list.style !== 'plain') reason = thrown.message;
        }
      }
      throw new Fault(`${path}[${index}] ${JSON.stringify(item)}: ${reason}`);
    });
    const known = new Set(said.map((item) => JSON.stringify(item)));
    for (const entry of left.values())
      if (!isSet || !known.has(JSON.stringify(plainItem(list, entry))))
        throw new Fault(`${path}: ${entry.key} is gone`);
    return ids;
  }

  #checkEntry(
    path: string,
    { id, sides }: { readonly id: string; readonly sides: Sides },
    {
      value,
      isBare,
      isItem,
      name,
    }: Readonly<Record<'isBare' | 'isItem', boolean>> & {
      readonly value: unknown;
      readonly name: string;
    },
  ): void {
    const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((all) =>
      all.find((one) => one.id === id),
    );
    const own = ours ?? theirs;
    if (!own) throw new Fault(`${path} is in no version`);
    const lead = commentOf(path, [base?.lead, ours, theirs], 'lead');
    const tail = commentOf(path, [base?.tail, ours, theirs], 'tail');
    this.comments.push({ lead: isBare ? null : lead, tail, name });
    const three = { base: base?.value, ours: own.value, theirs: (theirs ?? own).value };
    this.check(path, three, { said: value, isBare: isItem });
  }

  #expectAll(node: Node, isBare: boolean): void {
    if (node.kind === 'scalar') return;
    for (const entry of node.entries) {
      const isDocument = node.kind === 'list' && node.style === 'documents';
      const name =
        node.kind === 'map'
          ? entry.key
          : nameOf(node, { key: entry.key, value: plain(entry.value) }, this.#isJson);
      this.comments.push({ ...entry, lead: isBare || isDocument ? null : entry.lead, name });
      this.#expectAll(entry.value, !this.#isJson && node.kind === 'list' && !isDocument);
    }
  }
}

/** The side whose value is the whole answer, if there is one. */
function wholeOf(base: Node | undefined, ours: Node, theirs: Node): Node | null {
  const [b, o, t] = [base, ours, theirs].map((node) => JSON.stringify(node));
  if (o === t || b === t) return ours;
  if (b === o) return theirs;
  if (ours.kind === 'scalar' && theirs.kind === 'scalar' && ours.value === theirs.value)
    return ours;
  return null;
}

/** Treats a renamed entry as one deleted and one added, because a rename is only a guess. */
function withNames(base: Entries, side: Entries, style: ListNode['style'] | 'map'): Entries {
  if (style !== 'map' && style !== 'keyed') return side;
  const names = new Map(base.map(({ id, key }) => [id, key]));
  return side.map((entry) => {
    const before = names.get(entry.id);
    return before === undefined || before === entry.key
      ? entry
      : { ...entry, id: `new ${entry.key}` };
  });
}

/**
 * Treats equal values that both sides put at one place as one. A value that one side removed and added again equals a
 * change by the other side.
 */
function withPutTogether({ base, ours, theirs }: Sides): Pick<Sides, 'ours' | 'theirs'> {
  const ids = (entries: Entries) => entries.map(({ id }) => id);
  const isSaid = (one: Entry, other: Entry) =>
    JSON.stringify(one.value) === JSON.stringify(other.value);
  const inPlace = (side: Entries, other: Entries): Entries => {
    const gaps = gapsOf(ids(base), ids(side));
    return side.map((entry) => {
      const [from, to] = gaps.get(entry.id) ?? [0, 0];
      const replaced = base.slice(from, to).find(({ id }) => {
        const changed = other.find((one) => one.id === id);
        return changed !== undefined && isSaid(changed, entry);
      });
      return replaced ? { ...entry, id: replaced.id } : entry;
    });
  };
  const [own, other] = [inPlace(ours, theirs), inPlace(theirs, ours)];
  const [ownGaps, otherGaps] = [gapsOf(ids(base), ids(own)), gapsOf(ids(base), ids(other))];
  const joined = own.map((entry) => {
    const gap = ownGaps.get(entry.id);
    const mate = other.find(
      (one) =>
        gap !== undefined && isSaid(one, entry) && otherGaps.get(one.id)?.join() === gap.join(),
    );
    return mate ? { ...entry, id: mate.id } : entry;
  });
  return { ours: joined, theirs: other };
}

/** Expected contents of a list or map, by id. */
function keptOf(path: string, { base, ours, theirs }: Sides): ReadonlyMap<string, Entry> {
  const [b, o, t] = [base, ours, theirs].map((all) => new Map(all.map((one) => [one.id, one])));
  const kept = new Map<string, Entry>();
  for (const { id, key } of [...ours, ...theirs]) {
    const [before, own, other] = [b?.get(id), o?.get(id), t?.get(id)];
    const left = own ?? other;
    if (!left) continue;
    if (own && other) kept.set(id, own);
    else if (!before) kept.set(id, left);
    else if (JSON.stringify(before.value) !== JSON.stringify(left.value))
      throw new Fault(`${path}: one side changed ${key}, which the other one deleted`);
  }
  return kept;
}

function commentOf(
  path: string,
  [base, ours, theirs]: readonly [string | null | undefined, Entry | undefined, Entry | undefined],
  part: 'lead' | 'tail',
): string | null {
  if (!ours || !theirs) return (ours ?? theirs)?.[part] ?? null;
  const [own, other] = [ours[part], theirs[part]];
  if (own === other || other === base) return own;
  if (own === base) return other;
  if (own !== null && other !== null) throw new Fault(`${path}: both sides changed one comment`);
  // One side changed the comment that the other deleted, so the new text is kept.
  return own ?? other;
}

/** Text on the first line of an item. */
function nameOf(
  { style }: ListNode,
  { key, value }: { readonly key: string; readonly value: unknown },
  isJson: boolean,
): string {
  if (value === null || typeof value !== 'object') return String(value);
  return style === 'keyed' && !isJson ? key : '';
}

function withoutName(item: unknown, name: string): unknown {
  if (item === null || typeof item !== 'object' || !('name' in item) || item.name !== name)
    return undefined;
  const { name: _, ...rest } = item;
  return rest;
}

/** Whether a node has a value, ignoring the order of keys and of set members. */
function isSame(node: Node, said: unknown): boolean {
  if (node.kind === 'scalar') return node.value === said;
  if (node.kind === 'list') {
    if (!Array.isArray(said)) return false;
    const wanted = node.entries.map((entry) => JSON.stringify(sorted(plainItem(node, entry))));
    const got = said.map((item) => JSON.stringify(sorted(item)));
    if (node.style === 'set') return wanted.sort().join() === got.sort().join();
    return wanted.join() === got.join();
  }
  if (said === null || typeof said !== 'object' || Array.isArray(said)) return false;
  const values = new Map(Object.entries(said));
  return (
    values.size === node.entries.length &&
    node.entries.every(({ key, value }) => values.has(key) && isSame(value, values.get(key)))
  );
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}
