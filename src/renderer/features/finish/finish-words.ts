import type { FinishView } from '../../../shared/contract/finish.ts';
import type { RunView } from '../../../shared/contract/run.ts';

/** Compares the branch on the remote with the local one. */
export function pushedWords({ pushed, remote, branch }: FinishView): string {
  if (!remote) return 'This repository has no remote to push to.';
  switch (pushed) {
    case 'no':
      return `${branch} is not on ${remote.name} yet.`;
    case 'behind':
      return `${remote.name} has an older version of ${branch}.`;
    case 'yes':
      return `${remote.name} has the current version of ${branch}.`;
    case 'diverged':
      return `${remote.name} has commits on ${branch} that are not in this repository; nothing is overwritten.`;
  }
}

/** "Left out of the feature branch: Ops (Phase 2)." */
export function leftOutWords(
  { leftOut }: Pick<FinishView, 'leftOut'>,
  title: (key: string) => string,
): string {
  const said = leftOut.map(
    ({ sync, agents }) => `${agents.map(title).join(', ')} (${title(sync)})`,
  );
  return `Left out of the feature branch: ${said.join('; ')}.`;
}

/** Says why no pull request can be opened from here; null when one can. */
export function noPullRequestWords({ gh, remote }: FinishView): string | null {
  if (!remote) return 'A pull request needs a remote.';
  switch (gh) {
    case 'ready':
      return null;
    case 'missing':
      return 'gh is not installed; use the page below to open a pull request.';
    case 'signed-out':
      return 'gh is not signed in (gh auth login); use the page below to open a pull request.';
  }
}

/** Proposes title and body of a pull request, from the plan and from CURRENT.md. */
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

/** The text of the app's managed sections in CURRENT.md, without the markers. */
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

/** Result or prediction of the merge into the base, and what undoing it would take. */
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
  return `Merges locally, without a pull request. ${base} moves only when the merge succeeds.${undo}`;
}
