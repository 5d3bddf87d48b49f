import { toast } from 'sonner';
import { titleIn } from '../../shared/names.ts';
import { arrangeGraph, fitGraph, removeSelection, selectInGraph } from '../features/graph/index.ts';
import { goToNextWaiting } from '../features/inbox/index.ts';
import {
  canStartAgent,
  canStopAgent,
  livingSessions,
  queuedAgents,
  start,
  startAgent,
  stopAgent,
} from '../features/run/index.ts';
import { terminalEntries } from '../features/terminals/index.ts';
import { desktopShell, useLink } from '../link/index.ts';
import { act, askTrust } from '../page/act.ts';
import { copyText } from '../page/copy.ts';
import { editUnderWay, usePlanEditing } from '../page/edit.ts';
import { changeLayout } from '../page/layout.ts';
import { toggleMuted } from '../page/muted.ts';
import { closeProject } from '../page/open-project.ts';
import { openNodeMenu, openOverlay } from '../page/overlays.ts';
import { enterPane, showPane } from '../page/panes.ts';
import { useSelection } from '../page/selection.ts';
import { readConversation, reviewAgent } from '../page/sheets.ts';
import { changePreferences } from '../page/theme.ts';
import { useWorkspace } from '../page/workspace.ts';
import type { CommandContext } from './command.ts';

/** Returns a function that builds the current context; using it causes no rerenders. */
export function useCommandContext(): () => CommandContext {
  const { api } = useLink();
  const editing = usePlanEditing();
  const shell = desktopShell();
  return () => {
    const { project, file, plan, run } = useWorkspace.getState();
    const key = useSelection.getState().node;
    const agent = run?.agents.find((one) => one.name === key) ?? null;
    const isAgent = key !== null && Object.hasOwn(plan?.plan?.agents ?? {}, key);
    const isSync = key !== null && Object.hasOwn(plan?.plan?.syncs ?? {}, key);
    const coming = editUnderWay() ? 'the pending edit' : null;
    const target = project && run ? { project: project.id, feature: run.feature } : null;
    const withAgent = (work: typeof startAgent) => {
      if (target && agent) work(api, { ...target, agent });
    };
    return {
      onDesktop: shell !== null,
      hasProject: project !== null,
      hasPlan: plan?.plan != null,
      undo: plan?.undo ?? coming,
      redo: plan?.redo ?? coming,
      selected:
        key && isAgent ? { key, kind: 'agent' } : key && isSync ? { key, kind: 'sync' } : null,
      canStartAgent: agent !== null && canStartAgent(agent),
      canStopAgent: agent !== null && canStopAgent(agent),
      canStopAll: run !== null && livingSessions(run).length + queuedAgents(run).length > 0,
      canReview: agent?.worktree != null,
      titleOf: (key) => titleIn(plan?.plan ?? null, key),
      startable: run?.phases.filter((phase) => phase.state === 'startable') ?? [],
      does: {
        overlay: openOverlay,
        pane: enterPane,
        undo: () => void editing.undo(),
        redo: () => void editing.redo(),
        async commitPlan() {
          if (!project || !file) return;
          const done = await act(() => api.plan.commit({ project: project.id, file }));
          if (done) toast.success(`Committed ${file} as ${done.commit.slice(0, 8)}.`);
        },
        arrange: () => void arrangeGraph(editing),
        fit: fitGraph,
        nodeMenu(menu) {
          showPane('graph');
          openNodeMenu(menu);
        },
        removeSelected: () => void removeSelection(editing),
        selectAll: () => selectInGraph('all'),
        selectNone: () => selectInGraph('none'),
        startAgent: () => withAgent(startAgent),
        stopAgent: () => withAgent(stopAgent),
        review() {
          if (agent) reviewAgent(agent.name);
        },
        conversation() {
          if (agent) readConversation(agent.name);
        },
        startPhase(name) {
          if (target) start(api, { ...target, targets: [name] });
        },
        nextWaiting: goToNextWaiting,
        toggleMuted() {
          if (run && agent) toggleMuted(run.feature, agent.name);
        },
        terminal(nth) {
          const shown = run && terminalEntries(run)[nth - 1];
          if (!shown) return;
          if (shown.agent) useSelection.getState().select(shown.key);
          showPane('terminals');
        },
        theme: (theme) => void act(() => changePreferences(api, { theme })),
        trust: () => void askTrust(),
        guide() {
          changeLayout(({ guide, ...layout }) => ({
            ...layout,
            guide: guide === 'hidden' ? 'shown' : 'hidden',
          }));
        },
        closeProject,
        newWindow: () => shell?.tell({ kind: 'do', what: 'new-window' }),
        openFolder: () => shell?.tell({ kind: 'do', what: 'open-folder' }),
        async showLogs() {
          if (shell) return shell.tell({ kind: 'do', what: 'show-logs' });
          const found = await act(() => api.machine.diagnostics());
          if (found) toast('The logs are in this folder:', { description: found.logs });
        },
        async copyDiagnostics() {
          const found = await act(() => api.machine.diagnostics());
          if (found) await copyText(found.text, 'Diagnostics copied.');
        },
      },
    };
  };
}
