import { Signpost, X } from 'lucide-react';
import { useLink } from '../../link/index.ts';
import { isClaudeMissing, runsClaude } from '../../page/claude.ts';
import { changeLayout, useLayout } from '../../page/layout.ts';
import { openOverlay } from '../../page/overlays.ts';
import { enterPane, showPane } from '../../page/panes.ts';
import { useSelection } from '../../page/selection.ts';
import { reviewAgent } from '../../page/sheets.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { goToItem } from '../inbox/index.ts';
import { acceptWork, StartProgress, start, useStarting } from '../run/index.ts';
import { decisionsFor, openSync, useDecided } from '../sync/index.ts';
import { enterTerminal } from '../terminals/index.ts';
import { type Around, nextStep, WITHOUT_PLAN } from './next-step.ts';
import type { NextStep, StepAction } from './step.ts';

const LABELS: Record<StepAction['kind'], string> = {
  start: 'Begin',
  terminal: 'Go to the terminal',
  inbox: 'Answer in the inbox',
  agent: 'Show it',
  accept: 'Accept',
  review: 'See its changes',
  worktrees: 'Show worktrees',
  'new-plan': 'Choose a pattern',
  'next-plan': 'Plan the next feature',
  merge: 'Merge now',
  sync: 'Show it',
  finish: 'Finish',
  clean: 'Preview clean-up',
};

/**
 * Strip with the next step, or the progress of a start. Its height is constant, so that nothing below it moves. When
 * hidden, a start is shown over the page.
 */
export function GuideStrip() {
  const run = useWorkspace((state) => state.run);
  const planned = useWorkspace((state) => state.file !== null);
  const layout = useLayout((state) => state.layout);
  const starting = useStarting((state) => state.running !== null);
  const around = useAround();
  if (!layout) return null;
  if (layout.guide === 'hidden') {
    return (
      <div className="relative z-30 h-0">
        <div className="absolute inset-x-0 top-0">
          <StartProgress />
        </div>
      </div>
    );
  }
  if (starting) return <StartProgress />;
  const step = run ? nextStep(run, around) : planned ? null : WITHOUT_PLAN;
  return <Step step={step} />;
}

/** Facts for the next step that are not in the run: from the plan, this machine and the sync pane. */
function useAround(): Around {
  const project = useWorkspace((state) => state.project);
  const feature = useWorkspace((state) => state.run?.feature ?? '');
  const plan = useWorkspace((state) => state.plan?.plan ?? null);
  const decided = useDecided();
  const isMissing = isClaudeMissing(project?.checks ?? []);
  return {
    verified: Object.values(plan?.syncs ?? {}).every((sync) => sync.verify?.length),
    leftOut(sync) {
      const order = { project: project?.id ?? '', feature, sync: sync.name };
      return decisionsFor(decided, order, sync).leaveOut;
    },
    lacksClaude: (agent) => isMissing && runsClaude(plan?.agents[agent]),
  };
}

function Step({ step }: { step: NextStep | null }) {
  const act = useStepAction();
  return (
    <section
      aria-label="Next step"
      className="flex h-10 shrink-0 items-center gap-2.5 overflow-hidden border-line border-b bg-accent-soft px-3"
    >
      <Signpost size={15} aria-hidden className="shrink-0 text-accent" />
      <p role="status" className="line-clamp-2 min-w-0 flex-1 leading-4" title={step?.words}>
        {step?.words}
      </p>
      {[step?.action, step?.other].map(
        (action) =>
          action && (
            <Button key={action.kind} onClick={() => act(action)}>
              {LABELS[action.kind]}
            </Button>
          ),
      )}
      <IconButton
        label="Hide the guide"
        icon={X}
        onClick={() => changeLayout((layout) => ({ ...layout, guide: 'hidden' }))}
      />
    </section>
  );
}

function useStepAction(): (action: StepAction) => void {
  const link = useLink();
  return (action) => {
    const { project, run } = useWorkspace.getState();
    if (action.kind === 'new-plan' || action.kind === 'next-plan') openOverlay('new-plan');
    if (!project || !run) return;
    switch (action.kind) {
      case 'inbox':
        goToItem(action.item);
        return;
      case 'agent':
        useSelection.getState().select(action.agent);
        enterPane('inspector');
        return;
      case 'accept':
        acceptWork(
          link.api,
          { project: project.id, feature: run.feature, agent: action.agent },
          true,
        );
        return;
      case 'review':
        reviewAgent(action.agent);
        return;
      case 'worktrees':
        enterPane('worktrees');
        return;
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
