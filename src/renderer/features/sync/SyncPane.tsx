import { GitMerge } from 'lucide-react';
import { useWorkspace } from '../../page/workspace.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useChosenSync } from './chosen-sync.ts';
import { SyncDetails } from './SyncDetails.tsx';

/** Pane of the chosen sync point: what merges, the checklist, the merge button, and the result. */
export function SyncPane() {
  const sync = useChosenSync();
  const project = useWorkspace((state) => state.project?.id);
  const run = useWorkspace((state) => state.run);
  if (!sync || !run || !project) {
    return (
      <EmptyState icon={GitMerge} title="No sync point yet">
        A sync point merges the branches of the agents before it. Put agents into a phase, and the
        phase gets one.
      </EmptyState>
    );
  }
  return (
    <SyncDetails
      // Remount for every sync point and landing, so that no state carries over.
      key={`${project} ${run.feature} ${sync.name} ${sync.commit}`}
      sync={sync}
      run={run}
      order={{ project, feature: run.feature, sync: sync.name }}
    />
  );
}
