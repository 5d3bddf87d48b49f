import type { Repository } from '../git/repository.ts';
import { openShadow } from '../git/shadow.ts';
import { entryAt, readBlob } from './merge-tree.ts';
import type { MergePlan } from './plan-merge.ts';

/** git looks this far for a zero byte to call a file binary. */
const BINARY_PROBE = 8_000;

interface FileText {
  /** Null: absent, or binary. */
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
  const read = async (oid: string | null | undefined) => (oid ? readBlob(shadow, oid) : null);
  const at = async (tree: string | null) => tree && (await entryAt(shadow, tree, path))?.oid;
  const open = plan.met.findLast((met) => met.path === path && met.resolution === null);
  const before = await read(await at(plan.base));
  const after = await read(open ? open.marked?.oid : await at(plan.tree));
  const binary = [before, after].some((bytes) => bytes?.subarray(0, BINARY_PROBE).includes(0));
  const text = (bytes: Buffer | null) => (binary || !bytes ? null : bytes.toString('utf8'));
  return { before: text(before), after: text(after), binary };
}
