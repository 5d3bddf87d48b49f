import { APP_IDENTITY } from '../git/committer.ts';
import type { Shadow } from '../git/shadow.ts';

/** The same base and tips give the same commit, and nothing piles up. */
const DATED = { ...APP_IDENTITY, GIT_AUTHOR_DATE: '@0 +0000', GIT_COMMITTER_DATE: '@0 +0000' };

/** A squash that landed. */
export interface Squash {
  readonly commit: string;
  /** What it took up. */
  readonly tips: readonly string[];
}

/**
 * A commit with the tree of `base` that also descends from the tips which squashes in `base` took up: a squash leaves no
 * trace of them, so git would merge their changes once more, and against themselves. `base` itself where it holds them
 * all. Never lands.
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
  // A branch that was moved back by hand has not what was squashed into it.
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
