import { APP_IDENTITY } from '../git/committer.ts';
import type { Shadow } from '../git/shadow.ts';

/** Fixed dates: the same base and tips give the same commit, so repeated calls create no new objects. */
const DATED = { ...APP_IDENTITY, GIT_AUTHOR_DATE: '@0 +0000', GIT_COMMITTER_DATE: '@0 +0000' };

/** A squash commit that landed. */
export interface Squash {
  readonly commit: string;
  /** Branch tips that were squashed. */
  readonly tips: readonly string[];
}

/**
 * Returns a commit with the tree of `base` that also has the squashed branch tips as ancestors. A squash records no
 * ancestry, so without this git would merge those changes a second time and find conflicts. Returns `base` if it
 * already contains all tips. The commit never lands.
 */
export async function withSquashed(
  shadow: Shadow,
  base: string,
  squashes: readonly Squash[],
): Promise<string> {
  if (squashes.length === 0) return base;
  const apart = async (commits: readonly string[]) => {
    const args = ['merge-base', '--independent', base, ...commits];
    return linesOf((await shadow.git(args, { reads: true })).stdout);
  };
  const names = squashes.flatMap(({ commit, tips }) => [commit, ...tips]);
  const known = new Set(
    linesOf(
      (await shadow.git(['rev-list', '--no-walk', '--ignore-missing', ...names], { reads: true }))
        .stdout,
    ),
  );
  const there = squashes.filter(({ commit }) => known.has(commit));
  if (there.length === 0) return base;
  // If someone moved the branch back, it no longer contains the squash.
  const lost = new Set(await apart(there.map(({ commit }) => commit)));
  const tips = there
    .filter(({ commit }) => commit === base || !lost.has(commit))
    .flatMap((squash) => squash.tips.filter((tip) => known.has(tip)));
  if (tips.length === 0) return base;
  const others = (await apart(tips)).filter((oid) => oid !== base);
  if (others.length === 0) return base;
  const parents = [base, ...others].flatMap((oid) => ['-p', oid]);
  const args = ['commit-tree', ...parents, '-F', '-', `${base}^{tree}`];
  const { stdout } = await shadow.git(args, { env: DATED, input: 'Squashed before\n' });
  return stdout.trim();
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
