import type { ContractChange } from '../../../shared/contract/contracts.ts';
import type { ContractTopic } from './contract-rules.ts';
import { type Place, placeIn, TOP } from './field-names.ts';
import { identityAt, labelBoth } from './list-identity.ts';
import { parsePair } from './parse-pair.ts';
import { matchesPath } from './paths.ts';
import { KNOWN_SETS } from './sets.ts';
import type { Parsed } from './tree.ts';
import type { Slot, Tree } from './tree-shape.ts';
import { type IdentityRule, NotStructural } from './types.ts';

export interface DiffInput {
  readonly before: string;
  readonly after: string;
  readonly topic: ContractTopic | null;
  readonly identity: readonly IdentityRule[];
  /** As in `MergeRules`. */
  readonly sets?: readonly string[] | undefined;
}

/** Fields that make something mandatory when true. */
const DEMANDS = new Set(['required', 'notNull', 'not_null', 'unique']);
const STRICTER_WHEN_FALSE = new Set(['nullable', 'null', 'optional']);
/** Fields that only restrict what was allowed before. */
const LIMITS = new Set(
  'pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum minItems maxItems uniqueItems enum const multipleOf check security'.split(
    ' ',
  ),
);
/** Lists whose items are found by name: reordering them is a difference, but not a breaking one. */
const BY_NAME = new Set(
  'parameters endpoints routes tables columns fields properties types models indexes indices variables'.split(
    ' ',
  ),
);

/**
 * Differences between two versions of a contract, by path. Null if they cannot be compared by structure (syntax error,
 * duplicate keys, several documents).
 */
export function diffContracts(input: DiffInput): readonly ContractChange[] | null {
  try {
    const [before, after] = parsePair(input.before, input.after);
    return new Differ(before, after, input).run();
  } catch (thrown) {
    if (thrown instanceof NotStructural) return null;
    throw thrown;
  }
}

class Differ {
  readonly #changes: ContractChange[] = [];
  readonly #before: Parsed;
  readonly #after: Parsed;
  readonly #input: DiffInput;

  constructor(before: Parsed, after: Parsed, input: DiffInput) {
    this.#before = before;
    this.#after = after;
    this.#input = input;
  }

  run(): readonly ContractChange[] {
    const { root: before } = this.#before;
    const { root: after } = this.#after;
    this.#compare({ parts: [], place: TOP }, before, after);
    return this.#changes;
  }

  #compare(where: Where, before: Tree | null, after: Tree | null): void {
    if (!before || !after) {
      if (before) this.#tell(where, 'removed', { before, after });
      else if (after) this.#tell(where, 'added', { before, after });
      return;
    }
    if (before.print === after.print) return;
    const { parts, place } = where;
    const sides = { base: undefined, ours: before, theirs: after };
    const labelled = labelBoth(sides, identityAt(this.#input.identity, dotted(parts)));
    if (!labelled) {
      if (this.#isSet(where) && holdTheSame(before, after)) return;
      this.#tell(where, 'changed', { before, after });
      return;
    }
    const { ours, theirs } = labelled;
    const isMap = labelled.key === null;
    // Report a changed order of the list before the changes of its items.
    const isReordered = !isMap && !this.#isSet(where) && isInOtherOrder(ours, theirs);
    if (isReordered) this.#tell(where, 'changed', { before, after });
    for (const label of new Set([...ours.keys(), ...theirs.keys()])) {
      const [own, other] = [ours.get(label), theirs.get(label)];
      const value = other?.value ?? own?.value;
      if (!value || own?.value.print === other?.value.print) continue;
      const name = (isMap ? (own ?? other)?.name : undefined) ?? null;
      const part = name ?? `[${label.slice(label.indexOf(' ') + 1)}]`;
      const isTokens = this.#input.topic === 'tokens';
      const inner = placeIn(place, name, { value, holder: own ? before : after, isTokens });
      const next = { parts: [...parts, part], place: inner };
      this.#compare(next, own?.value ?? null, other?.value ?? null);
    }
  }

  #isSet({ parts, place: { words } }: Where): boolean {
    const isConfigured = this.#input.sets?.some((one) => matchesPath(one, dotted(parts)));
    return isConfigured === true || KNOWN_SETS.has(words.at(-1) ?? '');
  }

  #tell(
    where: Where,
    kind: ContractChange['kind'],
    { before, after }: { readonly before: Tree | null; readonly after: Tree | null },
  ): void {
    const source = ({ text }: Parsed, tree: Tree | null) =>
      tree && text.slice(tree.range[0], tree.end).trimEnd();
    this.#changes.push({
      path: dotted(where.parts),
      kind,
      from: source(this.#before, before),
      to: source(this.#after, after),
      breaking: this.#isBreaking(where, kind, { before, after }),
    });
  }

  /** Whether a consumer of the old version may fail with the new one. Yes in case of doubt. */
  #isBreaking(
    { place: { words, isDocumentation } }: Where,
    kind: ContractChange['kind'],
    { before, after }: { readonly before: Tree | null; readonly after: Tree | null },
  ): boolean {
    if (isDocumentation) return false;
    const last = words.at(-1) ?? '';
    if (kind === 'removed') return !words.some((word) => word !== null && DEMANDS.has(word));
    const value = after?.kind === 'scalar' ? after.shown : null;
    if (DEMANDS.has(last)) return value !== 'false';
    if (STRICTER_WHEN_FALSE.has(last)) return value === 'false';
    // An entry in a list of required names.
    if (DEMANDS.has(words.at(-2) ?? '')) return true;
    const { topic } = this.#input;
    if (kind === 'added')
      return LIMITS.has(last) ? topic !== 'tokens' && topic !== 'infra' : demands(after, topic);
    if (BY_NAME.has(last) && before?.kind === 'seq' && after?.kind === 'seq' && areMaps(before))
      return false;
    return topic !== 'tokens' && topic !== 'infra';
  }
}

interface Where {
  readonly parts: readonly string[];
  readonly place: Place;
}

/** Whether items in both lists are in a different order. */
function isInOtherOrder(
  before: ReadonlyMap<string, Slot>,
  after: ReadonlyMap<string, Slot>,
): boolean {
  const stayed = [...after.keys()].filter((label) => before.has(label));
  const earlier = [...before.keys()].filter((label) => after.has(label));
  return stayed.some((label, index) => label !== earlier[index]);
}

/** Whether two lists have the same members, ignoring order and repetition. */
function holdTheSame(before: Tree, after: Tree): boolean {
  const prints = (tree: Tree) =>
    tree.kind === 'seq'
      ? [...new Set(tree.slots.map(({ value }) => value.print))].sort().join()
      : tree.print;
  return prints(before) === prints(after);
}

function areMaps(list: Tree): boolean {
  return list.kind === 'seq' && list.slots.every(({ value }) => value.kind === 'map');
}

/** Whether a new parameter or column is mandatory: consumers of the old version do not send it. */
function demands(after: Tree | null, topic: ContractTopic | null): boolean {
  if (after?.kind !== 'map') return false;
  const valueAt = (...keys: readonly string[]) => {
    const value = after.slots.find(({ name }) => keys.includes(name))?.value;
    return value?.kind === 'scalar' ? value.shown : null;
  };
  const isNeeded =
    valueAt('required') === 'true' ||
    (topic === 'database' &&
      (valueAt('nullable', 'null') === 'false' || valueAt('notNull', 'not_null') === 'true'));
  const isFilled = valueAt('default') !== null || valueAt('primaryKey', 'primary_key') === 'true';
  return isNeeded && !isFilled;
}

function dotted(parts: readonly string[]): string {
  return parts.reduce(
    (path, part) => (part.startsWith('[') || path === '' ? path + part : `${path}.${part}`),
    '',
  );
}
