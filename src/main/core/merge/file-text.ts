import type { Repository } from '../git/repository.ts';
import { openShadow } from '../git/shadow.ts';
import { type BlobText, blobText } from './blob-text.ts';
import { entryAt } from './merge-tree.ts';
import type { MergePlan } from './plan-merge.ts';

interface FileText {
  /** Null: absent, binary, or too large to show. */
  readonly before: string | null;
  /** With git's markers where it conflicts. */
  readonly after: string | null;
  readonly binary: boolean;
}

/** One file of a merge plan: as it is on the feature branch, and as it will be. */
export async function mergedFileText(
  repo: Repository,
  plan: MergePlan,
  path: string,
): Promise<FileText> {
  const shadow = await openShadow(repo);
  const at = async (tree: string | null) => tree && (await entryAt(shadow, tree, path))?.oid;
  const open = plan.met.findLast((met) => met.path === path && met.resolution === null);
  const before = await blobText(shadow, await at(plan.base));
  const after = await blobText(
    shadow,
    open ? open.marked?.oid : await at(plan.tree ?? plan.reached.tree),
  );
  const binary = [before, after].some((version) => version?.binary || version?.tooLarge);
  const text = (version: BlobText | null) => (binary ? null : (version?.text ?? null));
  return { before: text(before), after: text(after), binary };
}
