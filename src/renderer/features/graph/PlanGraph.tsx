import './graph.css';
import { ReactFlowProvider } from '@xyflow/react';
import { FilePlus2, Workflow } from 'lucide-react';
import { openOverlay } from '../../page/overlays.ts';
import { describeTrouble } from '../../page/trouble.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Canvas } from './Canvas.tsx';
import { GonePlan } from './GonePlan.tsx';

/** The plan graph: one lane of agents per phase, separated by gates. */
export function PlanGraph() {
  const file = useWorkspace((state) => state.file);
  const view = useWorkspace((state) => state.plan);
  const trouble = useWorkspace((state) => state.trouble);
  const words = trouble && describeTrouble(trouble);
  if (!file) {
    return (
      <EmptyState
        icon={Workflow}
        title="No plan yet"
        action={
          <Button look="primary" icon={FilePlus2} onClick={() => openOverlay('new-plan')}>
            New plan
          </Button>
        }
      >
        A plan is the graph of one feature: agents that work side by side, and sync points where
        their branches are merged and verified.
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full flex-col">
      {words && (
        <div className="p-2">
          <Notice live tone="bad" title={words.title}>
            {words.detail}
          </Notice>
        </div>
      )}
      {view?.gone && <GonePlan file={view.file} />}
      {view?.error && (
        <div className="p-2">
          <Notice
            live
            tone="bad"
            title={`${view.file} cannot be read as a plan: line ${view.error.line}, column ${view.error.column}`}
          >
            {view.error.message}{' '}
            {view.plan
              ? 'The graph shows the last valid version and is read-only until the file is corrected.'
              : 'Correct the file; it is reloaded automatically.'}
          </Notice>
        </div>
      )}
      {view?.plan && (
        <ReactFlowProvider key={view.file}>
          <Canvas view={view} plan={view.plan} />
        </ReactFlowProvider>
      )}
    </div>
  );
}
