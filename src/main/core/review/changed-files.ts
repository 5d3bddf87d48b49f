import type { ReviewedFile } from '../../../shared/contract/review.ts';
import { lineCounts, type RawDiffEntry, rawChanges } from '../git/diff-listings.ts';
import type { Shadow } from '../git/shadow.ts';

const KINDS: Readonly<Record<string, ReviewedFile['kind']>> = {
  A: 'added',
  D: 'deleted',
  R: 'renamed',
};

/** Files that differ between two states, sorted by path, with renames as git detects them. */
export async function reviewedFiles(
  shadow: Shadow,
  sides: { readonly base: string; readonly head: string },
): Promise<Omit<ReviewedFile, 'viewed'>[]> {
  const options = ['-r', '-M', '--no-ext-diff', '--no-textconv'];
  const args = [...options, '--end-of-options', sides.base, sides.head, '--'];
  const [changes, counts] = await Promise.all([
    shadow.list(rawChanges('diff-tree', ...args)),
    shadow.list(lineCounts('diff-tree', ...args)),
  ]);
  const lines = new Map(
    counts.map(({ path, insertions, deletions, binary }) => [
      path,
      { insertions, deletions, binary },
    ]),
  );
  const none = { insertions: 0, deletions: 0, binary: false };
  return changes
    .map((change) => ({ ...reviewed(change), ...(lines.get(change.path) ?? none) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function reviewed({
  path,
  from,
  status,
  before,
  after,
}: RawDiffEntry): Pick<ReviewedFile, 'path' | 'from' | 'kind' | 'key'> {
  const modeOnly = before.oid === after.oid && before.mode !== after.mode;
  return {
    path,
    from,
    kind: KINDS[status] ?? (modeOnly ? 'mode' : 'changed'),
    key: `${before.mode}:${before.oid}..${after.mode}:${after.oid}`,
  };
}
