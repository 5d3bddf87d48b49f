import type { BuiltFeature, MergeHead, MergeRequest } from './merge-request.ts';

type Named = Pick<MergeRequest, 'feature' | 'sync' | 'featureBranch' | 'built'>;

/** One line per merged agent with its branch and source commit. */
function sources(heads: readonly MergeHead[]): string {
  return heads.map((head) => `- ${head.agent}: ${head.branch} ${head.oid}`).join('\n');
}

/** "User profile: people edit their own name", followed by the agents that built it. */
function builtWords({ title, about, agents }: BuiltFeature): string {
  const lines = agents.map((agent) => `- ${agent.title}: ${agent.branch} ${agent.oid}`);
  return [
    about ? `${title}: ${about}` : title,
    ...(lines.length > 0 ? [`Built by:\n\n${lines.join('\n')}`] : []),
  ].join('\n\n');
}

/** Message of a merge commit. `brings`: the head, preceded by the heads whose commits it contains. */
export function mergeMessage(
  request: MergeRequest,
  head: MergeHead,
  brings: readonly MergeHead[],
): string {
  const title = `Merge ${head.branch} into ${request.featureBranch}`;
  if (request.built) return `${title}\n\n${builtWords(request.built)}\n`;
  const where = `Sync point ${request.sync} of ${request.feature}.`;
  return `${title}\n\n${where}\n\n${sources(brings)}\n`;
}

/** Message of a single squash commit for a sync point, or for a feature in its base. */
export function squashMessage(
  request: Pick<MergeRequest, 'sync' | 'feature' | 'built'>,
  heads: readonly MergeHead[],
): string {
  const { built } = request;
  if (built) {
    const from = heads.map(({ branch, oid }) => `Squashed from ${branch} ${oid}.`).join('\n');
    return `${built.title}\n\n${builtWords(built)}\n\n${from}\n`;
  }
  const title = `Sync ${request.sync} of ${request.feature}`;
  return `${title}\n\nSquashed from:\n\n${sources(heads)}\n`;
}

/** Reflog message for moving the branch. */
export function landMessage({ feature, sync, featureBranch, built }: Named): string {
  return built ? `Merge ${built.title} into ${featureBranch}` : `Sync ${sync} of ${feature}`;
}
