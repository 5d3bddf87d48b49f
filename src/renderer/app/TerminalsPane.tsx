import { SquareTerminal } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState.tsx';

export function TerminalsPane() {
  return (
    <section aria-label="Terminals" data-pane="terminals" className="h-full">
      <EmptyState icon={SquareTerminal} title="No sessions yet">
        Start a phase, and each agent's terminal appears here.
      </EmptyState>
    </section>
  );
}
