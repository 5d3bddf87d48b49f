import { Signpost, X } from 'lucide-react';
import type { RunView } from '../../../shared/contract/run.ts';
import { changeLayout, useLayout } from '../../app/layout.ts';
import { openOverlay } from '../../app/overlays.ts';
import { showPane } from '../../app/panes.ts';
import { useSelection } from '../../app/selection.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { useLink } from '../../link/index.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { start, useStarting } from '../run/index.ts';
import { openSync } from '../sync/index.ts';
import { enterTerminal } from '../terminals/index.ts';
import {
  finished,
  firstStep,
  isStarted,
  type NextStep,
  nextStep,
  type StepAction,
} from './next-step.ts';

const LABELS: Record<StepAction['kind'], string> = {
  start: 'Begin',
  terminal: 'Go to the terminal',
  merge: 'Merge now',
  sync: 'Show it',
  finish: 'Finish',
  clean: 'See what is removed',
};

/** One line that says what to do next: all through the demo, elsewhere before the first phase and after the last. */
export function GuideStrip() {
  const demo = useWorkspace((state) => state.project?.demo ?? false);
  const run = useWorkspace((state) => state.run);
  const syncs = useWorkspace((state) => state.plan?.plan?.syncs);
  const hidden = useLayout((state) => state.layout?.guide === 'hidden');
  // The strip of the start takes this one's place.
  const starting = useStarting((state) => state.running !== null);
  const act = useStepAction();
  if (!run || hidden || starting) return null;
  const verified = Object.values(syncs ?? {}).every((sync) => sync.verify?.length);
  const step = stepOf(run, { demo, verified });
  if (!step) return null;
  const { words, action, other } = step;
  return (
    <section
      aria-label="Next step"
      className="flex min-h-10 shrink-0 items-center gap-2.5 border-line border-b bg-accent-soft px-3 py-1"
    >
      <Signpost size={15} aria-hidden className="shrink-0 text-accent" />
      <p role="status" className="min-w-0 flex-1">
        {words}
      </p>
      {action && <Button onClick={() => act(action)}>{LABELS[action.kind]}</Button>}
      {other && <Button onClick={() => act(other)}>{LABELS[other.kind]}</Button>}
      <IconButton
        label="Hide the guide"
        icon={X}
        onClick={() => changeLayout((layout) => ({ ...layout, guide: 'hidden' }))}
      />
    </section>
  );
}

/** All through the demo; elsewhere the first step and the last one. */
function stepOf(
  run: RunView,
  { demo, verified }: { readonly demo: boolean; readonly verified: boolean },
): NextStep | null {
  if (demo) return nextStep(run, { verified });
  if (run.phase === null && isStarted(run)) return finished(run, verified);
  return isStarted(run) ? null : firstStep(run);
}

function useStepAction(): (action: StepAction) => void {
  const link = useLink();
  return (action) => {
    const { project, run } = useWorkspace.getState();
    if (!project || !run) return;
    switch (action.kind) {
      case 'start':
        start(link.api, { project: project.id, feature: run.feature, targets: [action.phase] });
        return;
      case 'terminal':
        enterTerminal(link, action.agent);
        return;
      case 'merge':
        openSync(action.sync, link.api);
        return;
      case 'sync':
        useSelection.getState().select(action.sync);
        showPane('sync');
        return;
      case 'finish':
        openOverlay('finish');
        return;
      case 'clean':
        openOverlay('clean');
        return;
    }
  };
}
