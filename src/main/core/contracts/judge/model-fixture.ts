/** A contract as a tree in which every entry keeps its id through all edits, so that what was done to it is known. */
export type Random = (below: number) => number;

export type Node = ScalarNode | MapNode | ListNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

/** `keyed`: items with a name; `plain`: ordered values; `set`: unordered values; `loose`: maps without a name. */
export interface ListNode {
  readonly kind: 'list';
  readonly style: 'keyed' | 'plain' | 'set' | 'loose' | 'documents';
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly id: string;
  /** Key of a map entry, or name of a keyed item. */
  readonly key: string;
  readonly value: Node;
  /** Comment above it. */
  readonly lead: string | null;
  /** Comment after it on its line; only if its value is on one line. */
  readonly tail: string | null;
}

export type Language = 'yaml' | 'documents' | 'jsonc' | 'json';

export interface Contract {
  readonly language: Language;
  readonly root: MapNode | ListNode;
}

export function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('Nothing to pick from.');
  return item;
}

const WORDS = 'alpha beta gamma delta omega sigma kappa theta'.split(' ');

/** A random contract with lists of every kind. */
export function randomContract(language: Language, random: Random): Contract {
  let next = 0;
  const hasComments = language !== 'json';
  const entry = (key: string, value: Node): Entry => {
    next += 1;
    const comment = (odds: number) => (hasComments && random(odds) === 0 ? `about ${next}` : null);
    const isLine = value.kind === 'scalar';
    return {
      id: `b${next}`,
      key,
      value,
      lead: comment(4),
      tail: isLine && hasComments && random(5) === 0 ? `tail ${next}` : null,
    };
  };
  const scalar = (): ScalarNode => ({ kind: 'scalar', value: randomValue(random) });
  const fields = (): MapNode => ({
    kind: 'map',
    entries: ['type', 'note', 'size', 'unit'].map((key) => entry(key, scalar())),
  });
  const count = () => 3 + random(4);
  const list = (style: ListNode['style'], make: (index: number) => Node): ListNode => ({
    kind: 'list',
    style,
    entries: Array.from({ length: count() }, (_, index) =>
      entry(`${pick(WORDS, random)}${index}`, make(index)),
    ),
  });
  const values = (index: number): Node => ({
    kind: 'scalar',
    value: `v${index}${pick(WORDS, random)}`,
  });
  const numbers = (index: number): Node => ({ kind: 'scalar', value: 10 * index + random(9) });
  const body = (): MapNode => ({
    kind: 'map',
    entries: [
      entry('version', scalar()),
      entry('settings', fields()),
      entry('tables', {
        kind: 'map',
        entries: Array.from({ length: count() }, (_, index) => entry(`table${index}`, fields())),
      }),
      entry('columns', list('keyed', fields)),
      entry('steps', list('plain', values)),
      entry('curve', list('plain', numbers)),
      entry('required', list('set', values)),
      entry('servers', list('loose', fields)),
      entry('owner', scalar()),
    ],
  });
  if (language !== 'documents') return { language, root: body() };
  const document = (index: number): MapNode => ({
    kind: 'map',
    entries: [
      entry('kind', { kind: 'scalar', value: `Kind${index}` }),
      entry('name', { kind: 'scalar', value: `doc${index}` }),
      entry('spec', fields()),
      entry('steps', list('plain', values)),
    ],
  });
  return { language, root: list('documents', document) };
}

export function randomValue(random: Random): string | number | boolean {
  return pick([1 + random(90), `${pick(WORDS, random)}${random(50)}`, random(2) === 0], random);
}
