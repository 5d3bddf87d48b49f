import type { MergedFile } from '../../../shared/contract/sync.ts';
import type { SyncRequest } from './sync-request.ts';

/** Names the conflicting files, the two sides of each, and how to resolve them with plain git. */
export function conflictMessage(
  { built, featureBranch, heads }: Pick<SyncRequest, 'built' | 'featureBranch' | 'heads'>,
  files: readonly MergedFile[],
): string {
  const conflicts = files.filter(({ outcome }) => outcome === 'conflict');
  const then = 'resolve the conflict there, commit, and merge again.';
  if (built) {
    const branches = heads.map(({ branch }) => branch).join(', ');
    const paths = conflicts.map(({ path }) => path).join('; ');
    return `In conflict: ${paths}. Merge ${featureBranch} into ${branches} with git, ${then}`;
  }
  const sides = conflicts.map(({ path, agents }) => {
    const coming = agents.filter((agent) => heads.some((head) => head.agent === agent));
    const landed = agents.filter((agent) => !coming.includes(agent));
    return { path, coming, landed, isLate: landed.length > 0 || coming.length < 2 };
  });
  const named = sides.map(({ path, coming, landed, isLate }) => {
    if (!isLate) return `${path} (${coming.join(', ')})`;
    const whose = landed.length > 0 ? `, landed from ${landed.join(', ')}` : '';
    return `${path} (${coming.join(', ')} with ${featureBranch}${whose})`;
  });
  const late = new Set(sides.flatMap(({ coming, isLate }) => (isLate ? coming : [])));
  const remedy =
    late.size > 0
      ? `Merge ${featureBranch} in the worktree of ${[...late].join(' and of ')}, ${then}`
      : `Merge the other branch in one agent's worktree, ${then}`;
  return `In conflict: ${named.join('; ')}. ${remedy}`;
}
