import { GitMerge } from 'lucide-react';
import { useWorkspace } from '../../page/workspace.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useChosenSync } from './chosen-sync.ts';
import { SyncDetails } from './SyncDetails.tsx';

/** The chosen sync point: what merges, what is checked, the one button, and the outcome. */
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
      // What is shown of one landing of one sync point tells nothing of another.
      key={`${project} ${run.feature} ${sync.name} ${sync.commit}`}
      sync={sync}
      run={run}
      order={{ project, feature: run.feature, sync: sync.name }}
    />
  );
}
