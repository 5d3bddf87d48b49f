import { parseIndexEntry, type TreeEntry } from './entry-listings.ts';
import { fieldsOf } from './listings.ts';

/** A path that the merge could not resolve. Stages: 1 base, 2 ours, 3 theirs. */
export interface TreeConflict {
  readonly path: string;
  /** git's own class, e.g. `contents`, `modify/delete`, `add/add`. */
  readonly kind: string;
  readonly stages: ReadonlyMap<number, TreeEntry>;
}

export interface TreeMerge {
  /** Contains conflict markers when there are conflicts. */
  readonly tree: string;
  readonly conflicts: readonly TreeConflict[];
}

/** The two commits. */
export interface MergeSides {
  readonly ours: string;
  readonly theirs: string;
}

/** `merge-tree` of one pair. Exit code 1 means conflicts, which the parser must be told. */
export const oneMerge = {
  args: ({ ours, theirs }: MergeSides) => ['merge-tree', '--write-tree', '-z', ours, theirs],
  parse: (output: string, conflicted: boolean): TreeMerge =>
    readMerge(fieldsOf(output), 0, conflicted).merge,
};

/** `merge-tree` of many pairs in one process: one result per pair, in order. Needs git 2.39. */
export const manyMerges = {
  args: ['merge-tree', '--write-tree', '--stdin'],
  input: (pairs: readonly MergeSides[]) =>
    pairs.map(({ ours, theirs }) => `${ours} ${theirs}\n`).join(''),
  parse: parseMany,
};

/** Each result: 1 (clean) or 0, the fields of a single merge, an empty field. */
function parseMany(output: string, count: number): TreeMerge[] {
  const fields = fieldsOf(output);
  const merges: TreeMerge[] = [];
  for (let at = 0; merges.length < count; ) {
    const answer = readMerge(fields, at + 1, fields[at] === '0');
    merges.push(answer.merge);
    at = answer.end + 1;
  }
  return merges;
}

/** Parses one result: tree, entries as in the index, an empty field, messages with their paths. */
function readMerge(
  fields: readonly string[],
  from: number,
  conflicted: boolean,
): { readonly merge: TreeMerge; readonly end: number } {
  const tree = fields[from] ?? '';
  if (!conflicted) return { merge: { tree, conflicts: [] }, end: from + 1 };
  const stages = new Map<string, Map<number, TreeEntry>>();
  let at = from + 1;
  for (; at < fields.length && fields[at] !== ''; at += 1) {
    const { path, stage, mode, oid } = parseIndexEntry(fields[at] ?? '');
    const entries = stages.get(path) ?? new Map<number, TreeEntry>();
    stages.set(path, entries.set(stage, { mode, oid }));
  }
  const { kinds, end } = readKinds(fields, at + 1);
  // Conflicts of folders have no versions, and other messages name files without conflicts.
  const folders = [...kinds.keys()].filter(
    (path) => stages.size === 0 || kinds.get(path) === 'directory rename unclear split',
  );
  const paths = new Set([...stages.keys(), ...folders]);
  if (paths.size === 0) throw new Error('git merge-tree reports a conflict and names none');
  const conflicts = [...paths].map((path) => {
    const entries = stages.get(path) ?? new Map<number, TreeEntry>();
    return { path, kind: kindOf(kinds.get(path), entries), stages: entries };
  });
  return { merge: { tree, conflicts }, end };
}

/** Each message is a count, that many paths, a class and a text; an empty field ends them. */
function readKinds(
  fields: readonly string[],
  from: number,
): { readonly kinds: Map<string, string>; readonly end: number } {
  const kinds = new Map<string, string>();
  let at = from;
  while (at < fields.length) {
    const count = Number(fields[at]);
    if (fields[at] === '' || Number.isNaN(count)) break;
    const paths = fields.slice(at + 1, at + 1 + count);
    // One class is printed without the space.
    const kind = /^CONFLICT ?\((.+)\)$/.exec(fields[at + 1 + count] ?? '')?.[1];
    if (kind) for (const path of paths) if (!kinds.has(path)) kinds.set(path, kind);
    at += count + 3;
  }
  return { kinds, end: at };
}

function kindOf(kind: string | undefined, stages: ReadonlyMap<number, TreeEntry>): string {
  const bothAdded = stages.has(2) && stages.has(3) && !stages.has(1);
  if ((kind === undefined || kind === 'contents') && bothAdded) return 'add/add';
  return kind ?? 'contents';
}
