import type { RunView, SyncView } from '../../../shared/contract/run.ts';
import type { SyncResult } from '../../../shared/contract/sync.ts';

/** Changes whenever a branch that merges here has a new commit. */
export function headsOf(sync: SyncView, run: RunView): string {
  return sync.merges
    .map((name) => run.agents.find((agent) => agent.name === name)?.head ?? '-')
    .join(' ');
}

/** Whether a branch has a commit since an attempt took these heads; one that is not known has not. */
export function hasMoved(heads: SyncResult['heads'], agents: RunView['agents']): boolean {
  return (heads ?? []).some(({ agent, oid }) => {
    const now = agents.find(({ name }) => name === agent)?.head ?? oid;
    return now !== oid;
  });
}
