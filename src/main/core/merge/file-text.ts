import type { Repository } from '../git/repository.ts';
import { openShadow, type Shadow } from '../git/shadow.ts';
import { type BlobText, blobText } from './blob-text.ts';
import { entryAt } from './merge-tree.ts';
import type { ComputedMerge } from './plan-merge.ts';

interface FileText {
  /** Null if absent, binary, or too large to show. */
  readonly before: string | null;
  /** Contains git's conflict markers if the file conflicts. */
  readonly after: string | null;
  readonly binary: boolean;
}

/** One file of a computed merge: its text on the feature branch and after the merge. */
export async function mergedFileText(
  repo: Repository,
  merge: ComputedMerge,
  path: string,
): Promise<FileText> {
  const shadow = await openShadow(repo);
  const open = merge.met.findLast((met) => met.path === path && met.resolution === null);
  const after = merge.tree ?? merge.reached.tree;
  if (!open) return treesText(shadow, { before: merge.base, after, path });
  return sides(
    await blobText(shadow, await blobAt(shadow, merge.base, path)),
    await blobText(shadow, open.marked?.oid),
  );
}

/** The text of one file in two trees or commits. */
export async function treesText(
  shadow: Shadow,
  given: { readonly before: string | null; readonly after: string | null; readonly path: string },
): Promise<FileText> {
  const { before, after, path } = given;
  return sides(
    await blobText(shadow, await blobAt(shadow, before, path)),
    await blobText(shadow, await blobAt(shadow, after, path)),
  );
}

async function blobAt(shadow: Shadow, tree: string | null, path: string): Promise<string | null> {
  return tree === null ? null : ((await entryAt(shadow, tree, path))?.oid ?? null);
}

function sides(before: BlobText | null, after: BlobText | null): FileText {
  const binary = [before, after].some((version) => version?.binary || version?.tooLarge);
  const text = (version: BlobText | null) => (binary ? null : (version?.text ?? null));
  return { before: text(before), after: text(after), binary };
}
