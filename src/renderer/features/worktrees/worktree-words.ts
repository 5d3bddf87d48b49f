import type { WorktreeView } from '../../../shared/contract/worktrees.ts';
import { defaultTitle } from '../../../shared/names.ts';
import { agentWorktreeWords } from '../../ui/count-words.ts';
import { agoWords, sizeWords } from '../../ui/measure.ts';

/** The last part of a path, which distinguishes one worktree from another. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}

const OWNERS: Readonly<Record<WorktreeView['owner'], string>> = {
  agent: 'Agent',
  integration: 'Integration',
  pool: 'Pool',
  user: 'Yours',
};

/** The owner: an agent and its feature, or the purpose of the worktree. */
export function ownerWords({ owner, agent, feature }: WorktreeView): string {
  if (owner !== 'agent' || !agent) return OWNERS[owner];
  return feature ? `${defaultTitle(agent)} (${feature})` : defaultTitle(agent);
}

/** One line: what would be lost without the worktree, its size and its age. */
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
  return count === 1 ? '1 unmerged commit' : `${count} unmerged commits`;
}

/** Says what happens to the content of a worktree when it is removed. */
export function savedWords({ branch, unmerged, dirty }: WorktreeView): string[] {
  return [
    'The folder goes to the trash and can be restored for 30 days.',
    ...(dirty === false ? [] : ['Uncommitted changes and new files are saved with it.']),
    ...(branch ? [`The branch ${branch} is kept${unmerged ? ', with its commits' : ''}.`] : []),
  ];
}

/** Leftovers first, then the others; each by path. */
export function inOrder(worktrees: readonly WorktreeView[]): WorktreeView[] {
  return worktrees.toSorted(
    (a, b) =>
      Number(a.leftover === null) - Number(b.leftover === null) || (a.path < b.path ? -1 : 1),
  );
}

/** The number of worktrees, those of the open plan's agents first; the same number as in the status bar. */
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
    leftovers === 1 ? '1 leftover' : leftovers > 1 && `${leftovers} leftovers`,
  ]
    .filter(Boolean)
    .join(', ')}.`;
}
