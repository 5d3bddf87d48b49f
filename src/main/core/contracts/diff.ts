import type { ContractChange } from '../../../shared/contract/contracts.ts';
import type { ContractTopic } from './contract-rules.ts';
import { identityAt, labelBoth } from './identity.ts';
import { parsePair } from './parse-pair.ts';
import type { Parsed, Tree } from './tree.ts';
import { type IdentityRule, NotStructural } from './types.ts';

export interface DiffInput {
  readonly before: string;
  readonly after: string;
  readonly topic: ContractTopic | null;
  readonly identity: readonly IdentityRule[];
}

/** Texts about a thing, which nobody's program reads. */
const SAID = new Set(
  'description summary title example examples comment comments note notes deprecated tags externalDocs $description'.split(
    ' ',
  ),
);
/** Whether a value is asked for; true is stricter. */
const DEMANDS = new Set(['required', 'notNull', 'not_null', 'unique']);
const STRICTER_WHEN_FALSE = new Set(['nullable', 'null', 'optional']);

/**
 * What is different in two versions of a contract, by path. Null where it cannot be told by structure: syntax, keys
 * twice, several documents.
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
  private readonly changes: ContractChange[] = [];
  private readonly before: Parsed;
  private readonly after: Parsed;
  private readonly input: DiffInput;

  constructor(before: Parsed, after: Parsed, input: DiffInput) {
    this.before = before;
    this.after = after;
    this.input = input;
  }

  run(): readonly ContractChange[] {
    this.compare([], this.before.root, this.after.root);
    return this.changes;
  }

  private compare(parts: readonly string[], before: Tree | null, after: Tree | null): void {
    if (!before || !after) {
      if (before) this.tell(parts, 'removed', { before, after });
      else if (after) this.tell(parts, 'added', { before, after });
      return;
    }
    if (before.print === after.print) return;
    const path = dotted(parts);
    const sides = { base: undefined, ours: before, theirs: after };
    const labelled = labelBoth(sides, identityAt(this.input.identity, path));
    if (!labelled) {
      this.tell(parts, 'changed', { before, after });
      return;
    }
    for (const label of new Set([...labelled.ours.keys(), ...labelled.theirs.keys()])) {
      const [own, other] = [labelled.ours.get(label), labelled.theirs.get(label)];
      const isMap = labelled.key === null;
      const part = isMap ? (own ?? other)?.name : `[${label.slice(label.indexOf(' ') + 1)}]`;
      this.compare([...parts, part ?? ''], own?.value ?? null, other?.value ?? null);
    }
  }

  private tell(
    parts: readonly string[],
    kind: ContractChange['kind'],
    { before, after }: { readonly before: Tree | null; readonly after: Tree | null },
  ): void {
    const source = ({ text }: Parsed, tree: Tree | null) =>
      tree && text.slice(tree.range[0], tree.end).trimEnd();
    this.changes.push({
      path: dotted(parts),
      kind,
      from: source(this.before, before),
      to: source(this.after, after),
      breaking: this.isBreaking(parts, kind, after),
    });
  }

  /** Whether who relied on the version before may fail with this one. When in doubt, yes. */
  private isBreaking(
    parts: readonly string[],
    kind: ContractChange['kind'],
    after: Tree | null,
  ): boolean {
    if (parts.some((part) => SAID.has(part))) return false;
    const last = parts.at(-1) ?? '';
    if (kind === 'removed') return !parts.some((part) => DEMANDS.has(part));
    const value = after?.kind === 'scalar' ? after.shown : null;
    if (DEMANDS.has(last)) return value !== 'false';
    if (STRICTER_WHEN_FALSE.has(last)) return value === 'false';
    // An entry of a list of required names.
    if (DEMANDS.has(parts.at(-2) ?? '')) return true;
    if (kind === 'added') return demands(after);
    return this.input.topic !== 'tokens' && this.input.topic !== 'infra';
  }
}

/** A new parameter or column that has to be there: who wrote for the version before does not send it. */
function demands(after: Tree | null): boolean {
  if (after?.kind !== 'map') return false;
  const said = (key: string) => {
    const value = after.slots.find(({ name }) => name === key)?.value;
    return value?.kind === 'scalar' ? value.shown : null;
  };
  return said('required') === 'true' && said('default') === null;
}

function dotted(parts: readonly string[]): string {
  return parts.reduce(
    (path, part) => (part.startsWith('[') || path === '' ? path + part : `${path}.${part}`),
    '',
  );
}
