import type { Shadow } from '../git/shadow.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly oid: string;
}

/** One path that a merge could not settle. Stages: 1 base, 2 ours, 3 theirs. */
export interface TreeConflict {
  readonly path: string;
  /** git's class in its own words, e.g. `contents`, `modify/delete`, `add/add`. */
  readonly kind: string;
  readonly stages: ReadonlyMap<number, TreeEntry>;
}

export interface TreeMerge {
  /** With conflict markers in it when there are conflicts. */
  readonly tree: string;
  readonly conflicts: readonly TreeConflict[];
}

/** Merges two commits in memory. Attributes such as `merge=union` are read from `attributes`, a work tree. */
export async function mergeTree(
  shadow: Shadow,
  sides: { readonly ours: string; readonly theirs: string; readonly attributes: string | null },
  signal?: AbortSignal,
): Promise<TreeMerge> {
  const { attributes, ours, theirs } = sides;
  const { stdout, code } = await shadow.git(['merge-tree', '--write-tree', '-z', ours, theirs], {
    expect: [0, 1],
    signal,
    ...(attributes === null ? {} : { cwd: attributes, env: { GIT_WORK_TREE: attributes } }),
  });
  return readMerge(stdout.split('\0'), 0, code === 1).merge;
}

/**
 * As `mergeTree` for many pairs in one process. `workTree` holds the attributes that all of them share, see
 * `withAttributes`. Needs git 2.39.
 */
export async function mergeTrees(
  shadow: Shadow,
  pairs: readonly { readonly ours: string; readonly theirs: string }[],
  workTree: string | null,
): Promise<TreeMerge[]> {
  const { stdout } = await shadow.git(['merge-tree', '--write-tree', '--stdin'], {
    input: pairs.map(({ ours, theirs }) => `${ours} ${theirs}\n`).join(''),
    ...(workTree === null ? {} : { cwd: workTree, env: { GIT_WORK_TREE: workTree } }),
  });
  const records = stdout.split('\0');
  const merges: TreeMerge[] = [];
  // Each answer: 1 (clean) or 0, then as for a single merge, then an empty record.
  for (let at = 0; merges.length < pairs.length; ) {
    const answer = readMerge(records, at + 1, records[at] === '0');
    merges.push(answer.merge);
    at = answer.end + 1;
  }
  return merges;
}

/** Reads one `-z` answer: tree, then staged entries, then (after an empty record) messages with their paths. */
function readMerge(
  records: readonly string[],
  from: number,
  conflicted: boolean,
): { readonly merge: TreeMerge; readonly end: number } {
  const tree = records[from] ?? '';
  if (!conflicted) return { merge: { tree, conflicts: [] }, end: from + 1 };
  const stages = new Map<string, Map<number, TreeEntry>>();
  let at = from + 1;
  for (; at < records.length && records[at] !== ''; at += 1) {
    const record = records[at] ?? '';
    const tab = record.indexOf('\t');
    const [mode = '', oid = '', stage = ''] = record.slice(0, tab).split(' ');
    const path = record.slice(tab + 1);
    const entries = stages.get(path) ?? new Map<number, TreeEntry>();
    stages.set(path, entries.set(Number(stage), { mode, oid }));
  }
  const { kinds, end } = readKinds(records, at + 1);
  // A conflict about a folder has no versions, and other messages name files that are not in conflict.
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

/** Messages are a count, so many paths, a class and a text; an empty record ends them. */
function readKinds(
  records: readonly string[],
  from: number,
): { readonly kinds: Map<string, string>; readonly end: number } {
  const kinds = new Map<string, string>();
  let at = from;
  while (at < records.length) {
    const count = Number(records[at]);
    if (records[at] === '' || Number.isNaN(count)) break;
    const paths = records.slice(at + 1, at + 1 + count);
    // One class is written without the blank.
    const kind = /^CONFLICT ?\((.+)\)$/.exec(records[at + 1 + count] ?? '')?.[1];
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

/** The tree with entries set (null removes them). */
export async function editTree(
  shadow: Shadow,
  tree: string,
  edits: ReadonlyMap<string, TreeEntry | null>,
): Promise<string> {
  if (edits.size === 0) return tree;
  return shadow.withScratch(async (folder) => {
    const env = { GIT_INDEX_FILE: `${folder}/index` };
    await shadow.git(['read-tree', '--end-of-options', tree], { env });
    const input = [...edits]
      .map(([path, entry]) => {
        // Mode 0 removes.
        const { mode, oid } = entry ?? { mode: '0', oid: '0'.repeat(tree.length) };
        return `${mode} ${oid}\t${path}\0`;
      })
      .join('');
    await shadow.git(['update-index', '-z', '--index-info'], { env, input });
    return (await shadow.git(['write-tree'], { env })).stdout.trim();
  });
}

/** The entry of a path in a tree, or null. */
export async function entryAt(
  shadow: Shadow,
  tree: string,
  path: string,
): Promise<TreeEntry | null> {
  const { stdout } = await shadow.git(['ls-tree', '-z', '--full-tree', tree, '--', path], {
    env: { GIT_LITERAL_PATHSPECS: '1' },
    reads: true,
  });
  const [, mode, oid] = /^(\d+) \w+ ([0-9a-f]+)\t/.exec(stdout) ?? [];
  return mode === undefined || oid === undefined ? null : { mode, oid };
}

/** The entries of paths in a tree; those that it has not are left out. */
export async function entriesAt(
  shadow: Shadow,
  tree: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, TreeEntry>> {
  const { stdout } = await shadow.git(['ls-tree', '-z', '--full-tree', tree, '--', ...paths], {
    env: { GIT_LITERAL_PATHSPECS: '1' },
    reads: true,
  });
  const entries = new Map<string, TreeEntry>();
  for (const record of stdout.split('\0')) {
    const [, mode, oid, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.+)$/s.exec(record) ?? [];
    if (mode !== undefined && oid !== undefined && path !== undefined)
      entries.set(path, { mode, oid });
  }
  return entries;
}

export async function readBlob(shadow: Shadow, oid: string): Promise<Buffer> {
  const bytes = await shadow.objects.contents(oid);
  if (bytes === null) throw new Error(`The object ${oid} is not there`);
  return bytes;
}

export async function writeBlob(shadow: Shadow, content: string | Uint8Array): Promise<string> {
  const { stdout } = await shadow.git(['hash-object', '-w', '--stdin', '--no-filters'], {
    input: content,
  });
  return stdout.trim();
}
