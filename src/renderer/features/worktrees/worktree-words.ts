import type { WorktreeView } from '../../../shared/contract/worktrees.ts';
import { defaultTitle } from '../../../shared/names.ts';
import { agentWorktreeWords } from '../../ui/count-words.ts';
import { agoWords, sizeWords } from '../../ui/measure.ts';

/** The last part of a path: what tells one worktree from another. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}

const OWNERS: Readonly<Record<WorktreeView['owner'], string>> = {
  agent: 'Agent',
  integration: 'Integration',
  pool: 'Pool',
  user: 'Yours',
};

/** Whose it is: the agent and its feature, or what it is for. */
export function ownerWords({ owner, agent, feature }: WorktreeView): string {
  if (owner !== 'agent' || !agent) return OWNERS[owner];
  return feature ? `${defaultTitle(agent)} (${feature})` : defaultTitle(agent);
}

/** What would be lost without it, and how old it is: one line. */
export function factWords(worktree: WorktreeView, now: number): string {
  const { bytes, unmerged, dirty, touched } = worktree;
  return [
    bytes === null ? null : sizeWords(bytes),
    unmerged === null ? 'unmerged: unknown' : unmerged > 0 ? commits(unmerged) : null,
    dirty === null ? 'changes: unknown' : dirty ? 'uncommitted changes' : null,
    touched === null ? null : agoWords(touched, now),
  ]
    .filter(Boolean)
    .join(' · ');
}

function commits(count: number): string {
  return count === 1 ? '1 commit nowhere else' : `${count} commits nowhere else`;
}

/** What happens to what a worktree holds when it is removed. */
export function savedWords({ branch, unmerged, dirty }: WorktreeView): string[] {
  return [
    'The folder goes to the trash and can be restored for 30 days.',
    ...(dirty === false ? [] : ['Uncommitted changes and new files are saved with it.']),
    ...(branch ? [`The branch ${branch} stays${unmerged ? ', with its commits' : ''}.`] : []),
  ];
}

/** Leftovers first, then those in use; by path. */
export function inOrder(worktrees: readonly WorktreeView[]): WorktreeView[] {
  return worktrees.toSorted(
    (a, b) =>
      Number(a.leftover === null) - Number(b.leftover === null) || (a.path < b.path ? -1 : 1),
  );
}

/** How many there are, those of the open plan's agents first: as many as the status bar says. */
export function countWords(worktrees: readonly WorktreeView[], feature: string | null): string {
  const isAgent = (one: WorktreeView) => one.owner === 'agent';
  const own = worktrees.filter(
    (one) => isAgent(one) && one.feature === feature && one.state !== 'missing',
  ).length;
  const elsewhere = worktrees.filter((one) => isAgent(one) && one.feature !== feature).length;
  const others = worktrees.filter((one) => !isAgent(one)).length;
  const leftovers = worktrees.filter((one) => one.leftover !== null).length;
  return `${[
    agentWorktreeWords(own),
    elsewhere > 0 && `${elsewhere} of other plans`,
    others === 1 ? '1 other' : others > 1 && `${others} others`,
    leftovers === 1 ? '1 is left over' : leftovers > 1 && `${leftovers} are left over`,
  ]
    .filter(Boolean)
    .join(', ')}.`;
}
