import { isDeepStrictEqual } from 'node:util';
import { parse, parseDocument } from 'yaml';
import type { Plan } from '../../../shared/plan/model.ts';
import { deleteIn, type Path, renameIn, setIn } from './splice.ts';

/** A key that changed its name while its value stayed where it is. */
export interface Rename {
  readonly path: Path;
  readonly to: string;
}

type Tree = Readonly<Record<string, unknown>>;

/**
 * The text changed so that it reads as `after` where `before` and `after` differ; all else stays byte for byte. The
 * text may differ from `before` elsewhere (somebody else's edit). The result is read back: if a splice went wrong the
 * same change is made on the parsed document instead, which keeps comments but may rewrap lines.
 */
export function rewritePlan(
  text: string,
  change: { readonly before: Plan; readonly after: Plan; readonly rename?: Rename | undefined },
): string {
  const named = change.rename ? renameIn(text, change.rename.path, change.rename.to) : text;
  const before = change.rename ? renamed(change.before, change.rename) : change.before;
  const operations = differences(before as unknown as Tree, change.after as unknown as Tree, []);
  const expected = parseDocument(named);
  let spliced = named;
  for (const { path, value } of operations) {
    if (value === undefined) expected.deleteIn(path);
    else expected.setIn(path, expected.createNode(value));
    spliced = value === undefined ? deleteIn(spliced, path) : setIn(spliced, path, value);
  }
  return readsAs(spliced, expected.toJS()) ? spliced : expected.toString({ lineWidth: 0 });
}

function readsAs(text: string, expected: unknown): boolean {
  try {
    return isDeepStrictEqual(normal(parse(text)), normal(expected));
  } catch {
    // Unparsable: the splice went wrong.
    return false;
  }
}

/** `agents:` without a value and `agents: {}` mean the same. */
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

/** Each cut reads the text anew: a map of more keys than this that loses them all is emptied in one go. */
const CUT_ONE_BY_ONE = 20;

function differences(before: Tree, after: Tree, path: Path): Operation[] {
  const isEmptied = path.length > 0 && Object.keys(after).length === 0;
  if (isEmptied && Object.keys(before).length > CUT_ONE_BY_ONE) return [{ path, value: {} }];
  const gone = Object.keys(before)
    .filter((key) => after[key] === undefined)
    .map((key): Operation => ({ path: [...path, key], value: undefined }));
  const changed = Object.entries(after).flatMap(([key, value]): Operation[] => {
    const old = before[key];
    if (value === undefined || isDeepStrictEqual(old, value)) return [];
    if (isTree(old) && isTree(value)) return differences(old, value, [...path, key]);
    return [{ path: [...path, key], value }];
  });
  return [...gone, ...changed];
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
