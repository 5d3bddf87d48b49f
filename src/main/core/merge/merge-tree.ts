import { indexInput, type TreeEntry, treeEntries } from '../git/entry-listings.ts';
import { type MergeSides, manyMerges, oneMerge, type TreeMerge } from '../git/merge-output.ts';
import type { Shadow } from '../git/shadow.ts';

/** Makes git treat paths as names, not patterns. */
const LITERAL = { GIT_LITERAL_PATHSPECS: '1' };

/**
 * Merges two commits in memory. `attributes` is a work tree with the attribute files (such as `merge=union`), or null.
 */
export async function mergeTree(
  shadow: Shadow,
  sides: MergeSides & { readonly attributes: string | null },
  signal?: AbortSignal,
): Promise<TreeMerge> {
  const { attributes } = sides;
  const { stdout, code } = await shadow.git(oneMerge.args(sides), {
    expect: [0, 1],
    signal,
    ...(attributes === null ? {} : { cwd: attributes, env: { GIT_WORK_TREE: attributes } }),
  });
  return oneMerge.parse(stdout, code === 1);
}

/**
 * Like `mergeTree`, for many pairs in one process. `workTree` holds the attribute files that all pairs share, see
 * `withAttributes`. Needs git 2.39.
 */
export async function mergeTrees(
  shadow: Shadow,
  pairs: readonly MergeSides[],
  workTree: string | null,
): Promise<TreeMerge[]> {
  const { stdout } = await shadow.git(manyMerges.args, {
    input: manyMerges.input(pairs),
    ...(workTree === null ? {} : { cwd: workTree, env: { GIT_WORK_TREE: workTree } }),
  });
  return manyMerges.parse(stdout, pairs.length);
}

/** Returns a tree with the given entries set; null removes an entry. */
export async function editTree(
  shadow: Shadow,
  tree: string,
  edits: ReadonlyMap<string, TreeEntry | null>,
): Promise<string> {
  if (edits.size === 0) return tree;
  return shadow.withScratch(async (folder) => {
    const env = { GIT_INDEX_FILE: `${folder}/index` };
    await shadow.git(['read-tree', '--end-of-options', tree], { env });
    // Mode 0 removes.
    const nothing = { mode: '0', oid: '0'.repeat(tree.length) };
    const input = indexInput([...edits].map(([path, entry]) => ({ ...(entry ?? nothing), path })));
    await shadow.git(['update-index', '-z', '--index-info'], { env, input });
    return (await shadow.git(['write-tree'], { env })).stdout.trim();
  });
}

/** The entry at a path of a tree, or null. */
export async function entryAt(
  shadow: Shadow,
  tree: string,
  path: string,
): Promise<TreeEntry | null> {
  const [entry] = await shadow.list(treeEntries(tree, '--', path), { env: LITERAL });
  return entry ? { mode: entry.mode, oid: entry.oid } : null;
}

/** The entries at several paths of a tree, by path; missing paths are omitted. */
export async function entriesAt(
  shadow: Shadow,
  tree: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, TreeEntry>> {
  const entries = await shadow.list(treeEntries(tree, '--', ...paths), { env: LITERAL });
  return new Map(entries.map(({ path, mode, oid }) => [path, { mode, oid }]));
}

export async function readBlob(shadow: Shadow, oid: string): Promise<Buffer> {
  const bytes = await shadow.objects.contents(oid);
  if (bytes === null) throw new Error(`Object ${oid} is missing`);
  return bytes;
}

export async function writeBlob(shadow: Shadow, content: string | Uint8Array): Promise<string> {
  const { stdout } = await shadow.git(['hash-object', '-w', '--stdin', '--no-filters'], {
    input: content,
  });
  return stdout.trim();
}
