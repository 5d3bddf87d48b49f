import type { SyncView } from '../../../shared/contract/run.ts';
import type { Api } from '../../link/index.ts';
import { showPane, usePaneVisible } from '../../page/panes.ts';
import { useSelection } from '../../page/selection.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { decisionsFor, useDecided } from './merge-decisions.ts';
import { comingIn } from './merge-offer.ts';
import { merge } from './merge-sync.ts';

/** The sync point in the sync view: the selected one, else the first that is not done. */
export function useChosenSync(): SyncView | null {
  const syncs = useWorkspace((state) => state.run?.syncs ?? null);
  const selected = useSelection((state) => state.node);
  if (!syncs) return null;
  return (
    syncs.find((sync) => sync.name === selected) ??
    syncs.find((sync) => sync.state !== 'done') ??
    syncs.at(-1) ??
    null
  );
}

/** Whether the sync view is on screen with this sync point in it. */
export function useSyncShown(name: string): boolean {
  const chosen = useChosenSync()?.name === name;
  const visible = usePaneVisible('sync');
  return chosen && visible;
}

/**
 * The number of branches in the next merge of a sync point, given the person's decisions; 0 if there is no sync point.
 */
export function useMergeCount(sync: SyncView | undefined): number {
  const project = useWorkspace((state) => state.project?.id ?? null);
  const feature = useWorkspace((state) => state.run?.feature ?? null);
  const decided = useDecided();
  if (!sync || project === null || feature === null) return 0;
  const decisions = decisionsFor(decided, { project, feature, sync: sync.name }, sync);
  return comingIn(sync, decisions).taking.length;
}

/** Shows a sync point in the sync view and merges its branches with the decisions made there. */
export function openSync(name: string, api: Api): void {
  useSelection.getState().select(name);
  showPane('sync');
  const { project, run } = useWorkspace.getState();
  const sync = run?.syncs.find((one) => one.name === name);
  if (!project || !run || !sync) return;
  const order = { project: project.id, feature: run.feature, sync: name };
  merge(api, order, decisionsFor(useDecided.getState(), order, sync));
}
