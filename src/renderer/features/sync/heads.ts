import type { RunView, SyncView } from '../../../shared/contract/run.ts';
import type { SyncResult } from '../../../shared/contract/sync.ts';

/** A key that changes whenever a branch to merge has a new commit, and when a conflict appears or is resolved. */
export function mergeState(
  sync: Pick<SyncView, 'merges' | 'predicted' | 'state'>,
  run: Pick<RunView, 'agents'>,
): string {
  const heads = sync.merges.map((name) => run.agents.find((agent) => agent.name === name)?.head);
  const conflicts = (sync.predicted ?? []).map(({ path }) => path);
  return JSON.stringify([heads, conflicts, sync.state === 'conflict']);
}

/**
 * Whether a branch has a new commit since an attempt used these heads; a branch without a known head counts as
 * unchanged.
 */
export function hasMoved(heads: SyncResult['heads'], agents: RunView['agents']): boolean {
  return (heads ?? []).some(({ agent, oid }) => {
    const now = agents.find(({ name }) => name === agent)?.head ?? oid;
    return now !== oid;
  });
}
