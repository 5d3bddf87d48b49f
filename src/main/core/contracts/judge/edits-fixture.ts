import {
  type Contract,
  type Entry,
  type Language,
  type ListNode,
  type MapNode,
  type Node,
  pick,
  type Random,
  randomContract,
  randomValue,
} from './model-fixture.ts';
import { type Look, PLAIN, textOf } from './print-fixture.ts';

/** What a triple mainly tests. */
export const KINDS = [
  'plain',
  'reorder',
  'rename',
  'documents',
  'jsonc',
  'comments',
  'maps',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Triple {
  readonly kind: Kind;
  readonly language: Language;
  readonly base: Contract;
  readonly ours: Contract;
  readonly theirs: Contract;
  readonly texts: { readonly base: string; readonly ours: string; readonly theirs: string };
}

type Op = 'value' | 'inner' | 'add' | 'remove' | 'rename' | 'move' | 'lead' | 'tail';
type Container = MapNode | ListNode;

/** Places of the edits of each kind, as keys from the root, and what is edited; the sides may be swapped. */
const PLACES: Readonly<Record<Kind, readonly (readonly string[])[]>> = {
  plain: [['steps'], ['curve'], ['required']],
  reorder: [['columns'], ['steps'], ['servers'], ['columns']],
  rename: [['settings'], ['tables'], ['columns']],
  documents: [[]],
  jsonc: [['settings'], ['tables'], ['columns'], ['steps'], ['required']],
  comments: [[], ['settings'], ['tables'], ['columns'], ['steps']],
  maps: [[], ['settings'], ['tables'], ['servers']],
};
const OPS: Readonly<Record<Kind, readonly [readonly Op[], readonly Op[]]>> = {
  plain: [
    ['value', 'add', 'remove', 'value'],
    ['value', 'add', 'remove', 'move'],
  ],
  reorder: [['move'], ['move', 'inner', 'add', 'remove', 'value']],
  rename: [['rename'], ['inner', 'rename', 'remove', 'add', 'value']],
  documents: [
    ['add', 'remove', 'inner', 'inner'],
    ['add', 'inner', 'inner', 'inner'],
  ],
  jsonc: [
    ['add', 'remove', 'value', 'lead', 'tail', 'inner'],
    ['add', 'remove', 'value', 'lead', 'tail'],
  ],
  comments: [
    ['lead', 'tail', 'remove'],
    ['value', 'add', 'remove', 'lead', 'tail'],
  ],
  maps: [
    ['add', 'remove', 'value', 'inner'],
    ['add', 'remove', 'value', 'inner'],
  ],
};

/** A contract and the edits of two sides. */
export function randomTriple(kind: Kind, random: Random): Triple {
  const language = languageOf(kind, random);
  const isInline = random(3) === 0;
  const contract = randomContract(language, random);
  const base = isInline
    ? { ...contract, root: withoutComments(contract.root) as Container }
    : contract;
  const place = pick(PLACES[kind], random);
  const [one, other] = random(2) === 0 ? [0, 1] : [1, 0];
  const side = (name: string, ops: readonly Op[]): Contract => {
    const edit = new Editor(name, language, random);
    let root: Node = base.root;
    for (let left = 1 + random(2); left > 0; left -= 1) root = edit.at(root, place, ops);
    if (random(3) === 0) {
      const [any, someOps] = [pick(KINDS, random), random(2)];
      const elsewhere =
        language === 'documents' ? [] : pick(PLACES[any === 'documents' ? 'maps' : any], random);
      root = edit.at(root, elsewhere, OPS[any][someOps] ?? []);
    }
    return { language, root: (isInline ? withoutComments(root) : root) as Container };
  };
  const ours = side('o', OPS[kind][one] ?? []);
  const theirs = side('t', OPS[kind][other] ?? []);
  const look: Look = { ...PLAIN, isInline };
  const changedLook = random(16) === 0 ? otherLook(look, language, random) : look;
  const isOurs = random(2) === 0;
  const texts = {
    base: textOf(base, look),
    ours: textOf(ours, isOurs ? changedLook : look),
    theirs: textOf(theirs, isOurs ? look : changedLook),
  };
  return { kind, language, base, ours, theirs, texts };
}

/** Flow values have no lines for comments. */
function withoutComments(node: Node): Node {
  if (node.kind === 'scalar') return node;
  const entries = node.entries.map((entry) => {
    const bare =
      node.kind === 'list' && entry.value.kind === 'scalar' ? { lead: null, tail: null } : {};
    return { ...entry, ...bare, value: withoutComments(entry.value) };
  });
  return { ...node, entries };
}

function languageOf(kind: Kind, random: Random): Language {
  if (kind === 'documents') return 'documents';
  if (kind === 'jsonc') return 'jsonc';
  return pick(['yaml', 'yaml', 'yaml', kind === 'comments' ? 'jsonc' : 'json'] as const, random);
}

function otherLook(look: Look, language: Language, random: Random): Look {
  const isMinified = language === 'json' && random(3) === 0;
  return { ...look, isMinified, indent: '    ' };
}

class Editor {
  readonly #side: string;
  readonly #random: Random;
  readonly #hasComments: boolean;
  #count = 0;
  /** A side either moves or changes values of lists: after both, items could not be matched. */
  #does: 'move' | 'change' | null = null;

  constructor(side: string, language: Language, random: Random) {
    this.#side = side;
    this.#hasComments = language !== 'json';
    this.#random = random;
  }

  at(node: Node, [key, ...rest]: readonly string[], ops: readonly Op[]): Node {
    if (node.kind === 'scalar') return node;
    if (key === undefined) return this.#edited(node, pick(ops, this.#random));
    const entries = node.entries.map((entry) =>
      entry.key === key ? { ...entry, value: this.at(entry.value, rest, ops) } : entry,
    );
    return { ...node, entries };
  }

  #edited(node: Container, op: Op): Container {
    const { entries } = node;
    const index = entries.length > 0 ? this.#random(entries.length) : -1;
    const entry = entries[index];
    const put = (fresh: readonly Entry[]): Container => ({ ...node, entries: fresh });
    if (op === 'add') {
      const added = this.#added(node);
      const at = this.#random(entries.length + 1);
      return added ? put(entries.toSpliced(at, 0, added)) : node;
    }
    if (!entry) return node;
    const replaced = (fresh: Partial<Entry>) => put(entries.with(index, { ...entry, ...fresh }));
    const isFixed = entry.key === 'kind' || entry.key === 'name';
    switch (op) {
      case 'remove':
        return entries.length > 2 && !isFixed ? put(entries.toSpliced(index, 1)) : node;
      case 'move': {
        if (node.kind === 'map' || (isPlain(node) && !this.#may('move'))) return node;
        const without = entries.toSpliced(index, 1);
        return put(without.toSpliced(this.#random(without.length + 1), 0, entry));
      }
      case 'rename': {
        const key = `renamed${this.#side}${this.#random(3)}`;
        const isNamed = node.kind === 'map' || node.style === 'keyed';
        const isTaken = entries.some((one) => one.key === key);
        return isNamed && !isTaken && !isFixed ? replaced({ key }) : node;
      }
      case 'value':
      case 'inner': {
        if (entry.value.kind !== 'scalar') return replaced({ value: this.#inside(entry.value) });
        if (isFixed || (isPlain(node) && !this.#may('change'))) return node;
        return replaced({ value: { kind: 'scalar', value: this.#value(node) } });
      }
      case 'lead':
        if (!this.#hasComments) return node;
        return replaced({ lead: this.#comment(entry.lead) });
      case 'tail':
        return this.#hasComments && entry.value.kind === 'scalar'
          ? replaced({ tail: this.#comment(entry.tail) })
          : node;
    }
  }

  #may(what: 'move' | 'change'): boolean {
    this.#does ??= what;
    return this.#does === what;
  }

  #inside(node: Container): Container {
    const nested = node.entries.filter(({ key }) => key !== 'kind' && key !== 'name');
    const chosen = nested.length > 0 ? pick(nested, this.#random) : undefined;
    if (!chosen || (isPlain(node) && !this.#may('change'))) return node;
    const value =
      chosen.value.kind === 'scalar'
        ? ({ kind: 'scalar', value: this.#value(node) } as const)
        : this.#inside(chosen.value);
    const entries = node.entries.map((one) => (one === chosen ? { ...one, value } : one));
    return { ...node, entries };
  }

  /** A unique value, except for numbers of a curve, which repeat within it and between the sides. */
  #value(node: Container): string | number | boolean {
    const [first] = node.entries;
    if (node.kind === 'map') return randomValue(this.#random);
    if (first && isNumber(first.value)) return this.#number(node);
    this.#count += 1;
    return `${this.#random(3) === 0 ? 'both' : this.#side}${this.#count}`;
  }

  /** One of few numbers, so that the other side may choose the same. */
  #number(node: Container): number {
    const known = new Set(
      node.entries.map(({ value }) => (value.kind === 'scalar' ? value.value : null)),
    );
    const free = [100, 101, 102, 103, 104, 105, 106].filter((one) => !known.has(one));
    return pick(free, this.#random);
  }

  #comment(old: string | null): string | null {
    this.#count += 1;
    return old !== null && this.#random(2) === 0 ? null : `${this.#side} says ${this.#count}`;
  }

  #added(node: Container): Entry | null {
    this.#count += 1;
    const bare = {
      lead:
        this.#hasComments && this.#random(3) === 0 ? `${this.#side} added ${this.#count}` : null,
      tail: null,
    };
    const isDocuments = node.kind === 'list' && node.style === 'documents';
    const isNamed = node.kind === 'map' || node.style === 'keyed' || isDocuments;
    const key = isNamed ? `new${this.#random(5)}` : `${this.#side}${this.#count}`;
    if (node.entries.some((one) => one.key === key)) return null;
    const id = isNamed ? `new ${key}` : `new ${this.#side} ${this.#count}`;
    const value = this.#fresh(node, key);
    return { id, key, value, ...bare, ...(isDocuments ? { lead: null } : {}) };
  }

  #fresh(node: Container, key: string): Node {
    const [first] = node.entries;
    if (node.kind === 'list' && node.style === 'documents')
      return map([
        ['kind', 'Added'],
        ['name', key],
        ['size', this.#random(3)],
      ]);
    if (first && first.value.kind !== 'scalar' && !(node.kind === 'map' && this.#random(2) === 0))
      return map([
        ['type', `t${this.#random(3)}`],
        [
          'note',
          node.kind === 'list' && node.style === 'loose'
            ? `n${this.#side}${this.#count}`
            : `n${this.#random(3)}`,
        ],
      ]);
    return { kind: 'scalar', value: this.#value(node) };
  }
}

function isPlain(node: Container): boolean {
  return node.kind === 'list' && (node.style === 'plain' || node.style === 'set');
}

function isNumber(node: Node): boolean {
  return node.kind === 'scalar' && typeof node.value === 'number';
}

function map(fields: readonly (readonly [string, string | number])[]): MapNode {
  const entries = fields.map(([key, value]): Entry => {
    const scalar = { kind: 'scalar', value } as const;
    return { id: `field ${key}`, key, value: scalar, lead: null, tail: null };
  });
  return { kind: 'map', entries };
}
