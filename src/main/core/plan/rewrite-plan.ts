import { isDeepStrictEqual } from 'node:util';
import { parse, parseDocument } from 'yaml';
import type { Plan } from '../../../shared/plan/model.ts';
import { deleteIn, type Path, renameIn, setIn } from '../yaml/splice-yaml.ts';
import { withoutAliases } from '../yaml/yaml-aliases.ts';

/** A key that was renamed in place, with the same value. */
export interface Rename {
  readonly path: Path;
  readonly to: string;
}

type Tree = Readonly<Record<string, unknown>>;

interface PlanRewrite {
  readonly before: Plan;
  readonly after: Plan;
  readonly rename?: Rename | undefined;
}

/**
 * Changes the text so that it reads as `after` wherever `before` and `after` differ; all other bytes stay. The text may
 * differ from `before` elsewhere (edits by others). The result is parsed again; if splicing failed, the change is made
 * on the parsed document, which keeps comments but may rewrap lines.
 */
export function rewritePlan(text: string, change: PlanRewrite): string {
  // An alias whose anchor changes or disappears must be expanded first.
  const made = attempt(text, change) ?? attempt(withoutAliases(text), change);
  if (made === null) throw new Error('The change cannot be written into the text of the plan');
  return made;
}

function attempt(text: string, change: PlanRewrite): string | null {
  const named = change.rename ? renameIn(text, change.rename.path, change.rename.to) : text;
  const before = change.rename ? renamed(change.before, change.rename) : change.before;
  const operations = differences(before as unknown as Tree, change.after as unknown as Tree, []);
  const expected = operations.reduce(changed, unshared(parse(named)));
  for (const write of [spliced, redrawn]) {
    const result = write(named, operations);
    if (result !== null && readsAs(result, expected)) return result;
  }
  return null;
}

function spliced(text: string, operations: readonly Operation[]): string | null {
  try {
    return operations.reduce(
      (left, { path, value }) =>
        value === undefined ? deleteIn(left, path) : setIn(left, path, value),
      text,
    );
  } catch {
    // An earlier splice broke the text.
    return null;
  }
}

function redrawn(text: string, operations: readonly Operation[]): string | null {
  try {
    const document = parseDocument(text);
    for (const { path, value } of operations) {
      if (value === undefined) document.deleteIn(path);
      else document.setIn(path, document.createNode(value));
    }
    return document.toString({ lineWidth: 0 });
  } catch {
    // An alias is in the way, or has lost its anchor.
    return null;
  }
}

/** A deep copy in which aliases are expanded. */
function unshared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unshared);
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unshared(inner)]));
}

function changed(value: unknown, { path, value: wanted }: Operation): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return wanted;
  const record = isTree(value) ? value : {};
  const inner = changed(record[key], { path: rest, value: wanted });
  const others = Object.entries(record).filter(([other]) => other !== key);
  return Object.fromEntries(inner === undefined ? others : [...others, [key, inner]]);
}

function readsAs(text: string, expected: unknown): boolean {
  try {
    return isDeepStrictEqual(normal(parse(text)), normal(expected));
  } catch {
    // Not valid YAML: the splice failed.
    return false;
  }
}

/** `agents:` without a value and `agents: {}` are equal. */
function normal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  return { ...record, agents: record['agents'] ?? {}, syncs: record['syncs'] ?? {} };
}

function renamed(plan: Plan, rename: Rename): Plan {
  const side = rename.path[0] === 'agents' ? 'agents' : 'syncs';
  const from = rename.path[1];
  const entries = Object.entries(plan[side]).map(([key, node]) => [
    key === from ? rename.to : key,
    node,
  ]);
  return { ...plan, [side]: Object.fromEntries(entries) };
}

interface Operation {
  readonly path: Path;
  /** Undefined deletes. */
  readonly value: unknown;
}

/** Deleting more keys than this empties a map at once, because each single deletion parses the text again. */
const CUT_ONE_BY_ONE = 20;

function differences(before: Tree, after: Tree, path: Path): Operation[] {
  const isEmptied = path.length > 0 && Object.keys(after).length === 0;
  if (isEmptied && Object.keys(before).length > CUT_ONE_BY_ONE) return [{ path, value: {} }];
  const gone = Object.keys(before)
    .filter((key) => after[key] === undefined)
    .map((key): Operation => ({ path: [...path, key], value: undefined }));
  const set = Object.entries(after).flatMap(([key, value]): Operation[] => {
    const old = before[key];
    if (value === undefined || isDeepStrictEqual(old, value)) return [];
    if (isTree(old) && isTree(value)) return differences(old, value, [...path, key]);
    return [{ path: [...path, key], value }];
  });
  return [...gone, ...set];
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
