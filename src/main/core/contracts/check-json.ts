import type { ContractForm } from './contract-form.ts';
import { JsonProblem, type JsonText, readJsonText } from './json-reader.ts';
import { jsonValue } from './json-value.ts';
import type { Slot, Tree } from './tree-shape.ts';
import { type ContractFinding, NotStructural } from './types.ts';

interface CheckedJson {
  readonly findings: readonly ContractFinding[];
  /** Undefined if the text cannot be parsed. */
  readonly value: unknown;
}

/** Checks the syntax of a JSON text. */
export function checkJson(text: string, form: ContractForm): CheckedJson {
  const places = new Places(text);
  try {
    const json = readJsonText(text);
    const odd = form === 'json' ? oddities(places, json) : [];
    const doubled = json.hasDoubles ? doubledKeys(places, json.root, []) : [];
    return { findings: [...odd, ...doubled], value: jsonValue(json.root) };
  } catch (thrown) {
    if (thrown instanceof JsonProblem)
      return { findings: [syntax(thrown.message, places.of(thrown.offset))], value: undefined };
    if (!(thrown instanceof NotStructural)) throw thrown;
    const message = `${thrown.message} Its meaning was not checked.`;
    const finding = { rule: 'contract.unchecked', severity: 'warning', path: '', message } as const;
    return { findings: [finding], value: undefined };
  }
}

/** The values of a JSON text; undefined if it cannot be parsed. */
export function readJsonValues(text: string): unknown {
  try {
    return jsonValue(readJsonText(text).root);
  } catch (thrown) {
    if (thrown instanceof JsonProblem || thrown instanceof NotStructural) return undefined;
    throw thrown;
  }
}

/** Reports only the first comment and the first trailing comma: a file may have many. */
function oddities(places: Places, { comments, trailingCommas }: JsonText): ContractFinding[] {
  const told = (message: string, offset: number | undefined) =>
    offset === undefined ? [] : [syntax(message, places.of(offset) + REMEDY)];
  return [
    ...told('Comments are not allowed in JSON', comments[0]?.[0]),
    ...told('A comma after the last entry is not allowed in JSON', trailingCommas[0]),
  ];
}

/** Some tools accept comments in their JSON files; the configuration can allow them. */
const REMEDY =
  '. If this file may have them, set "comments: true" for it in .tributary/config.yaml';

function syntax(problem: string, place: string): ContractFinding {
  const message = `${problem}; ${place}`;
  return { rule: 'contract.syntax', severity: 'error', path: '', message };
}

function doubledKeys(places: Places, tree: Tree, path: readonly string[]): ContractFinding[] {
  if (tree.kind === 'scalar') return [];
  const first = new Map<string, Slot>();
  return tree.slots.flatMap((slot) => {
    const here = tree.kind === 'map' ? [...path, slot.name] : path;
    const inner = doubledKeys(places, slot.value, here);
    const before = tree.kind === 'map' ? first.get(slot.label) : undefined;
    if (!before) {
      first.set(slot.label, slot);
      return inner;
    }
    const [at, already] = [slot, before].map(({ start }) => places.of(start));
    const message = `${at}: the key ${slot.name} is already defined (${already}).`;
    const doubled = {
      rule: 'contract.duplicateKey',
      severity: 'error',
      path: here.join('.'),
    } as const;
    return [{ ...doubled, message }, ...inner];
  });
}

/** Converts offsets to lines and columns, counted from 1 as in editors. */
class Places {
  readonly #starts: readonly number[];

  constructor(text: string) {
    const first = text.startsWith('\uFEFF') ? 1 : 0;
    this.#starts = [first, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  of(offset: number): string {
    const above = this.#starts.findLastIndex((start) => start <= offset);
    const line = Math.max(0, above);
    return `line ${line + 1}, column ${offset - (this.#starts[line] ?? 0) + 1}`;
  }
}
