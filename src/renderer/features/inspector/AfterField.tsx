import { titleIn } from '../../../shared/names.ts';
import { applyChange } from '../../../shared/plan/edit.ts';
import type { Agent, Plan } from '../../../shared/plan/model.ts';
import { usePlanEditing } from '../../page/edit.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';

interface AfterFieldProps {
  readonly name: string;
  readonly agent: Agent;
  readonly plan: Plan;
  readonly disabled: boolean;
}

/** Field for what an agent waits for: sync points, or one agent from whose tip it continues. */
export function AfterField({ name, agent, plan, disabled }: AfterFieldProps) {
  const editing = usePlanEditing();
  const after = agent.after ?? [];
  const nodes = [...Object.keys(plan.syncs), ...Object.keys(plan.agents)].filter(
    (node) =>
      node !== name &&
      (after.includes(node) || applyChange(plan, { kind: 'connect', from: node, to: name }).ok),
  );
  return (
    <fieldset disabled={disabled} className="min-w-0">
      <legend className="mb-1 font-medium text-muted text-sm">Waits for</legend>
      {nodes.length === 0 && <p className="text-muted text-sm">Nothing: it can start at once.</p>}
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {nodes.map((node) => (
          <Checkbox
            key={node}
            label={titleIn(plan, node)}
            checked={after.includes(node)}
            onToggle={(on) =>
              editing.edit({ kind: on ? 'connect' : 'disconnect', from: node, to: name })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
