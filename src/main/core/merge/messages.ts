import type { CandidateRequest } from './candidate.ts';
import type { MergeHead, MergeRequest } from './plan-merge.ts';

/** What went into a commit, one line per agent, for people and for whoever looks for a source commit later. */
function sources(heads: readonly MergeHead[]): string {
  return heads.map((head) => `- ${head.agent}: ${head.branch} ${head.oid}`).join('\n');
}

/** `brings`: the head itself, after those that come in with it because it continues from them. */
export function mergeMessage(
  request: MergeRequest,
  head: MergeHead,
  brings: readonly MergeHead[],
): string {
  const title = `Merge ${head.branch} into ${request.featureBranch}`;
  const where = `Sync point ${request.sync} of ${request.feature}.`;
  return `${title}\n\n${where}\n\n${sources(brings)}\n`;
}

export function squashMessage(
  request: Pick<MergeRequest, 'sync' | 'feature'>,
  heads: readonly MergeHead[],
): string {
  const title = `Sync ${request.sync} of ${request.feature}`;
  return `${title}\n\nSquashed from:\n\n${sources(heads)}\n`;
}

export function fixedMessage(request: CandidateRequest): string {
  const fix = request.fix ? `\nFixed by hand in ${request.fix.commit}.\n` : '';
  return squashMessage(request, request.heads) + fix;
}
