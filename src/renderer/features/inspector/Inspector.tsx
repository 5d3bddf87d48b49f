import { SlidersHorizontal } from 'lucide-react';
import { titleIn } from '../../../shared/names.ts';
import { useSelection } from '../../page/selection.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { AgentForm } from './AgentForm.tsx';
import { SyncForm } from './SyncForm.tsx';

/** Form for the selected agent or sync point. */
export function Inspector() {
  const view = useWorkspace((state) => state.plan);
  const node = useSelection((state) => state.node);
  const choice = useSelection((state) => state.choice);
  const count = useSelection((state) => state.count);
  const plan = view?.plan;
  const agent = node === null ? undefined : plan?.agents[node];
  const sync = node === null ? undefined : plan?.syncs[node];
  if (!view || !plan || node === null || (!agent && !sync)) {
    return count > 1 ? (
      <EmptyState icon={SlidersHorizontal} title={`${count} nodes selected`}>
        Delete and Move act on all of them. Click one to view and edit it.
      </EmptyState>
    ) : (
      <EmptyState icon={SlidersHorizontal} title="Nothing selected">
        Select an agent or a sync point in the plan graph to view and edit it.
      </EmptyState>
    );
  }
  const frozen = view.error !== null;
  return (
    <div className="@container flex flex-col gap-3 p-3">
      {frozen && (
        <Notice
          tone="warning"
          title="Read-only: the plan file cannot be read. This is its last valid version."
        />
      )}
      {count > 1 && (
        <Notice
          tone="info"
          title={`${count} nodes selected; this form edits ${titleIn(plan, node)} only. Delete and Move act on all of them.`}
        />
      )}
      {agent && <AgentForm key={choice} name={node} agent={agent} plan={plan} frozen={frozen} />}
      {sync && <SyncForm key={choice} name={node} sync={sync} frozen={frozen} />}
    </div>
  );
}
