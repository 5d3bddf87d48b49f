import type { BuiltFeature, MergeHead, MergeRequest } from './merge-request.ts';

type Named = Pick<MergeRequest, 'feature' | 'sync' | 'featureBranch' | 'built'>;

/** What went into a commit, one line per agent, for people and for whoever looks for a source commit later. */
function sources(heads: readonly MergeHead[]): string {
  return heads.map((head) => `- ${head.agent}: ${head.branch} ${head.oid}`).join('\n');
}

/** "User profile: people edit their own name", with the agents who built it. */
function builtWords({ title, about, agents }: BuiltFeature): string {
  const lines = agents.map((agent) => `- ${agent.title}: ${agent.branch} ${agent.oid}`);
  return [
    about ? `${title}: ${about}` : title,
    ...(lines.length > 0 ? [`Built by:\n\n${lines.join('\n')}`] : []),
  ].join('\n\n');
}

/** `brings`: the head itself, after those that come in with it because it continues from them. */
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

/** The message of one commit for everything: of a sync point, or of a feature in its base. */
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

/** What the log of the branch says about its move. */
export function landMessage({ feature, sync, featureBranch, built }: Named): string {
  return built ? `Merge ${built.title} into ${featureBranch}` : `Sync ${sync} of ${feature}`;
}
