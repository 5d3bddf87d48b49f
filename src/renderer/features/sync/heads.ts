import type { RunView, SyncView } from '../../../shared/contract/run.ts';

/** Changes whenever a branch that merges here has a new commit. */
export function headsOf(sync: SyncView, run: RunView): string {
  return sync.merges
    .map((name) => run.agents.find((agent) => agent.name === name)?.head ?? '-')
    .join(' ');
}
