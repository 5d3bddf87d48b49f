import { APP_IDENTITY } from '../git/identity.ts';
import type { Shadow } from '../git/shadow.ts';

/** The same base and tips give the same commit, and nothing piles up. */
const DATED = { ...APP_IDENTITY, GIT_AUTHOR_DATE: '@0 +0000', GIT_COMMITTER_DATE: '@0 +0000' };

/**
 * A commit with the tree of `base` that also descends from the tips which `base` took up by squashing: a squash leaves
 * no trace of them, so git would merge their changes once more, and against themselves. `base` itself where it holds them
 * all. Never lands.
 */
export async function withSquashed(
  shadow: Shadow,
  base: string,
  squashed: readonly string[],
): Promise<string> {
  if (squashed.length === 0) return base;
  const reads = { reads: true };
  const known = await shadow.git(['rev-list', '--no-walk', '--ignore-missing', ...squashed], reads);
  const tips = linesOf(known.stdout);
  if (tips.length === 0) return base;
  const apart = await shadow.git(['merge-base', '--independent', base, ...tips], reads);
  const parents = linesOf(apart.stdout);
  // A base from before the squash, as after a reset by hand: what was squashed is not in it.
  if (!parents.includes(base) || parents.length === 1) return base;
  const others = parents.filter((oid) => oid !== base).flatMap((oid) => ['-p', oid]);
  const args = ['commit-tree', '-p', base, ...others, '-F', '-', `${base}^{tree}`];
  const { stdout } = await shadow.git(args, { env: DATED, input: 'Squashed before\n' });
  return stdout.trim();
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
