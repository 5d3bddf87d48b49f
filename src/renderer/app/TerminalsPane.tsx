import { SquareTerminal } from 'lucide-react';
import { TerminalsArea } from '../features/terminals/index.ts';
import { Boundary } from '../page/Boundary.tsx';
import { PANE_TITLES } from '../page/panes.ts';
import { useWorkspace } from '../page/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';

/** The terminals of the open plan's run; `TerminalsArea` brings its own landmark. */
export function TerminalsPane() {
  const run = useWorkspace((state) => state.run);
  const project = useWorkspace((state) => state.project?.id);
  if (run && project) {
    return (
      <Boundary>
        <TerminalsArea run={run} project={project} />
      </Boundary>
    );
  }
  return (
    <section aria-label={PANE_TITLES.terminals} data-pane="terminals" className="h-full">
      <EmptyState icon={SquareTerminal} title="No sessions yet">
        Start a phase, and each agent's terminal appears here.
      </EmptyState>
    </section>
  );
}
