import type { RunView, SyncView } from '../../../shared/contract/run.ts';
import { useWorkspace } from '../../app/workspace.ts';

/** Changes whenever a branch that merges here has a new commit. */
export function headsOf(sync: SyncView, run: RunView): string {
  return sync.merges
    .map((name) => run.agents.find((agent) => agent.name === name)?.head ?? '-')
    .join(' ');
}

/** The heads of a sync point by its name, as the page knows them now. */
export function headsNow(name: string): string {
  const { run } = useWorkspace.getState();
  const sync = run?.syncs.find((one) => one.name === name);
  return run && sync ? headsOf(sync, run) : '';
}
