import { FilePen } from 'lucide-react';
import type { SyncView } from '../../../shared/contract/run.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { LeftOutChip } from '../../ui/LeftOutChip.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import type { Decisions } from './gate.ts';
import { leaveOutWith } from './leave-out.ts';

interface BranchListProps {
  readonly sync: SyncView;
  readonly decisions: Decisions;
  readonly onDecide: (decisions: Decisions) => void;
}

/** The branches in merge order, each with its head commit and a checkbox to leave it out. */
export function BranchList({ sync, decisions, onDecide }: BranchListProps) {
  const run = useWorkspace((state) => state.run);
  const plan = useWorkspace((state) => state.plan?.plan ?? null);
  const toggle = (agent: string, wanted: boolean) =>
    onDecide({ ...decisions, leaveOut: leaveOutWith(decisions, { plan, sync, agent, wanted }) });
  return (
    <section aria-label="Branches" className="flex flex-col gap-1">
      <h3 className="font-medium text-muted text-sm">Branches in merge order</h3>
      <ol className="flex flex-col">
        {sync.merges.map((name) => {
          const agent = run?.agents.find((one) => one.name === name);
          const out = decisions.leaveOut.includes(name);
          return (
            <li key={name} className="flex min-h-7 items-center gap-2 border-line border-b py-0.5">
              {(sync.state !== 'done' || sync.leftOut?.includes(name)) && (
                <input
                  type="checkbox"
                  className="accent-[var(--accent)]"
                  aria-label={`Merge ${agent?.title ?? name}`}
                  checked={!out}
                  onChange={(event) => toggle(name, event.target.checked)}
                />
              )}
              <div className={out ? 'min-w-0 flex-1 opacity-60' : 'min-w-0 flex-1'}>
                <p className="truncate" dir="auto">
                  {agent?.title ?? name}
                </p>
                <p className="flex gap-2 text-muted text-xs">
                  <code className="truncate text-[10.5px]">{agent?.branch}</code>
                  {agent?.head && <code className="text-[10.5px]">{agent.head.slice(0, 8)}</code>}
                </p>
              </div>
              {agent?.dirty && (
                <span
                  className="inline-flex items-center gap-1 text-needs text-xs"
                  title="Has uncommitted changes"
                >
                  <FilePen size={12} aria-hidden /> uncommitted
                </span>
              )}
              {sync.leftOut?.includes(name) && <LeftOutChip />}
              {agent && <StateChip state={agent.state} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
