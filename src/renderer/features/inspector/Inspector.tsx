import { SlidersHorizontal } from 'lucide-react';
import { titleIn } from '../../../shared/names.ts';
import { useSelection } from '../../page/selection.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { AgentForm } from './AgentForm.tsx';
import { SyncForm } from './SyncForm.tsx';

/** The selected agent or sync point, to read and to edit. */
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
      <EmptyState icon={SlidersHorizontal} title={`${count} are selected`}>
        Delete and Move take them all. Click one of them to see and edit it.
      </EmptyState>
    ) : (
      <EmptyState icon={SlidersHorizontal} title="Nothing selected">
        Select an agent or a sync point in the plan graph to see and edit it.
      </EmptyState>
    );
  }
  const frozen = view.error !== null;
  return (
    <div className="@container flex flex-col gap-3 p-3">
      {frozen && (
        <Notice
          tone="warning"
          title="Read only: the plan file cannot be read now, this is its last good state."
        />
      )}
      {count > 1 && (
        <Notice
          tone="info"
          title={`${count} are selected, and this is about ${titleIn(plan, node)} alone. Delete and Move take them all.`}
        />
      )}
      {agent && <AgentForm key={choice} name={node} agent={agent} plan={plan} frozen={frozen} />}
      {sync && <SyncForm key={choice} name={node} sync={sync} frozen={frozen} />}
    </div>
  );
}
