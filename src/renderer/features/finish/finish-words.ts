import type { FinishView } from '../../../shared/contract/finish.ts';
import type { RunView } from '../../../shared/contract/run.ts';

/** Where the branch on the remote stands. */
export function pushedWords({ pushed, remote, branch }: FinishView): string {
  if (!remote) return 'This repository has no remote to push to.';
  switch (pushed) {
    case 'no':
      return `${branch} is not on ${remote.name} yet.`;
    case 'behind':
      return `${remote.name} has an older state of ${branch}.`;
    case 'yes':
      return `${remote.name} has ${branch} as it is here.`;
    case 'diverged':
      return `${remote.name} has commits on ${branch} that are not here: nothing is overwritten.`;
  }
}

/** "Left out, and not in the feature branch: Ops (Phase 2)." */
export function leftOutWords(
  { leftOut }: Pick<FinishView, 'leftOut'>,
  title: (key: string) => string,
): string {
  const said = leftOut.map(
    ({ sync, agents }) => `${agents.map(title).join(', ')} (${title(sync)})`,
  );
  return `Left out, and not in the feature branch: ${said.join('; ')}.`;
}

/** Why there is no form for a pull request; null when there can be one. */
export function noPullRequestWords({ gh, remote }: FinishView): string | null {
  if (!remote) return 'A pull request needs a remote.';
  switch (gh) {
    case 'ready':
      return null;
    case 'missing':
      return 'gh is not installed; the page below opens a pull request by hand.';
    case 'signed-out':
      return 'gh is not signed in (gh auth login); the page below opens a pull request by hand.';
  }
}

/** The first words of a pull request, to be edited: what was done, from the plan and from CURRENT.md. */
export function pullRequestText(
  run: RunView,
  current: string | null,
): { readonly title: string; readonly body: string } {
  const title = (key: string) => run.agents.find((agent) => agent.name === key)?.title ?? key;
  const phases = run.syncs.map((sync) => `- ${sync.title}: ${sync.merges.map(title).join(', ')}`);
  const managed = current === null ? null : managedText(current);
  const parts = [phases.join('\n'), managed].filter((part) => part !== null && part !== '');
  return { title: sentence(run.feature), body: `${parts.join('\n\n')}\n` };
}

/** What the app keeps in CURRENT.md, without its markers. */
function managedText(current: string): string {
  const sections = current.matchAll(
    /<!-- tributary:begin \S+ -->\r?\n([\s\S]*?)<!-- tributary:end \S+ -->/g,
  );
  return [...sections].map(([, text]) => (text ?? '').trim()).join('\n\n');
}

/** "User profile" for `user-profile`. */
function sentence(feature: string): string {
  const words = feature.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the merge into the base has come to, or would, and what undoing it takes. */
export function mergeWords({ merge, base }: FinishView): string {
  if (merge.landed !== null) {
    const why = merge.undo.possible || merge.undo.reason === null ? '' : ` ${merge.undo.reason}`;
    return `Landed as ${merge.landed.slice(0, 8)}.${why}`;
  }
  if (merge.conflicts.length > 0) {
    return `Conflicts with ${base} in ${merge.conflicts.join(', ')}.`;
  }
  if (merge.reason !== null) return merge.reason;
  const undo = merge.undoLater === null ? '' : ` To undo it afterwards: ${merge.undoLater}`;
  return `Here, without a pull request. ${base} moves when the merge is through.${undo}`;
}
