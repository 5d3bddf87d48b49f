import type { RunView, SyncView } from '../../../shared/contract/run.ts';
import type { SyncResult } from '../../../shared/contract/sync.ts';

/** Changes whenever a branch that merges here has a new commit, and when a conflict of them was settled or is met. */
export function mergeState(
  sync: Pick<SyncView, 'merges' | 'predicted' | 'state'>,
  run: Pick<RunView, 'agents'>,
): string {
  const heads = sync.merges.map((name) => run.agents.find((agent) => agent.name === name)?.head);
  const conflicts = (sync.predicted ?? []).map(({ path }) => path);
  return JSON.stringify([heads, conflicts, sync.state === 'conflict']);
}

/** Whether a branch has a commit since an attempt took these heads; one that is not known has not. */
export function hasMoved(heads: SyncResult['heads'], agents: RunView['agents']): boolean {
  return (heads ?? []).some(({ agent, oid }) => {
    const now = agents.find(({ name }) => name === agent)?.head ?? oid;
    return now !== oid;
  });
}
