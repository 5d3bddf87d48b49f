import type { Preferences } from '../../shared/contract/layout.ts';
import type { PhaseView } from '../../shared/contract/run.ts';
import { PANE_TITLES, type PaneId } from '../page/panes.ts';
import type { Command, CommandContext } from './command.ts';

const anytime = () => true;
const withProject = (context: CommandContext) => context.hasProject;
const onDesktop = (context: CommandContext) => context.onDesktop;
const withPlan = (context: CommandContext) => context.hasPlan;
const withAgent = (context: CommandContext) => context.selected?.kind === 'agent';
const withNode = (context: CommandContext) => context.selected !== null;

const pane = (id: PaneId, chord: string): Command => ({
  id: `view.${id}`,
  title: `Show ${PANE_TITLES[id]}`,
  group: 'View',
  chord,
  enabled: withProject,
  run: ({ does }) => does.pane(id),
});

const theme = (name: Preferences['theme'], title: string): Command => ({
  id: `theme.${name}`,
  title,
  group: 'Tributary',
  enabled: anytime,
  run: ({ does }) => does.theme(name),
});

const terminal = (nth: number): Command => ({
  id: `terminal.${nth}`,
  title: `Go to terminal ${nth}`,
  group: 'View',
  chord: String(nth),
  enabled: withPlan,
  run: ({ does }) => does.terminal(nth),
});

/** All keyboard commands, in the order in which they are listed. */
export const COMMANDS: readonly Command[] = [
  {
    id: 'plan.new',
    title: 'New plan…',
    group: 'Plan',
    enabled: withProject,
    run: ({ does }) => does.overlay('new-plan'),
  },
  {
    id: 'plan.save-template',
    title: 'Save plan as template…',
    group: 'Plan',
    enabled: withPlan,
    run: ({ does }) => does.overlay('save-template'),
  },
  {
    id: 'plan.undo',
    title: 'Undo the last edit',
    group: 'Plan',
    chord: 'Mod+Z',
    named: ({ undo }) => `Undo ${undo}`,
    enabled: (context) => context.undo !== null,
    run: ({ does }) => does.undo(),
  },
  {
    id: 'plan.redo',
    title: 'Redo the edit',
    group: 'Plan',
    chord: 'Mod+Shift+Z',
    also: 'Mod+Y',
    named: ({ redo }) => `Redo ${redo}`,
    enabled: (context) => context.redo !== null,
    run: ({ does }) => does.redo(),
  },
  {
    id: 'agent.add',
    title: 'Add an agent…',
    group: 'Plan',
    chord: 'A',
    inGraph: true,
    enabled: withPlan,
    run: ({ does }) => does.nodeMenu('add'),
  },
  {
    id: 'agent.move',
    title: 'Move the agent to another phase…',
    group: 'Plan',
    chord: 'M',
    inGraph: true,
    enabled: withAgent,
    run: ({ does }) => does.nodeMenu('move'),
  },
  {
    id: 'node.connect',
    title: 'Connect or disconnect…',
    group: 'Plan',
    chord: 'C',
    inGraph: true,
    enabled: withNode,
    run: ({ does }) => does.nodeMenu('connect'),
  },
  {
    id: 'node.remove',
    title: 'Delete the selected nodes and edges',
    group: 'Plan',
    chord: 'Delete',
    inGraph: true,
    enabled: withPlan,
    run: ({ does }) => does.removeSelected(),
  },
  {
    id: 'graph.select-all',
    title: 'Select all in the graph',
    group: 'Plan',
    chord: 'Mod+A',
    inGraph: true,
    enabled: withPlan,
    run: ({ does }) => does.selectAll(),
  },
  {
    id: 'graph.select-none',
    title: 'Clear the selection',
    group: 'Plan',
    chord: 'Escape',
    inGraph: true,
    enabled: withPlan,
    run: ({ does }) => does.selectNone(),
  },
  {
    id: 'graph.arrange',
    title: 'Arrange the graph (pinned nodes stay)',
    group: 'Plan',
    enabled: withPlan,
    run: ({ does }) => does.arrange(),
  },
  {
    id: 'graph.fit',
    title: 'Show the whole graph',
    group: 'Plan',
    chord: 'F',
    inGraph: true,
    enabled: withPlan,
    run: ({ does }) => does.fit(),
  },
  {
    id: 'plan.commit',
    title: 'Commit the plan file',
    group: 'Plan',
    enabled: withPlan,
    run: ({ does }) => does.commitPlan(),
  },
  {
    id: 'agent.start',
    title: 'Start the selected agent',
    group: 'Run',
    enabled: (context) => withAgent(context) && context.canStartAgent,
    run: ({ does }) => does.startAgent(),
  },
  {
    id: 'agent.stop',
    title: 'Stop the selected agent',
    group: 'Run',
    enabled: (context) => withAgent(context) && context.canStopAgent,
    run: ({ does }) => does.stopAgent(),
  },
  {
    id: 'agents.stop-all',
    title: 'Stop all agents…',
    group: 'Run',
    enabled: (context) => context.canStopAll,
    run: ({ does }) => does.overlay('stop-all'),
  },
  {
    id: 'agent.mute',
    title: 'Mute or unmute the selected agent',
    group: 'Run',
    enabled: withAgent,
    run: ({ does }) => does.toggleMuted(),
  },
  {
    id: 'agent.review',
    title: 'Review the work of the selected agent…',
    group: 'Run',
    chord: 'R',
    inGraph: true,
    enabled: (context) => withAgent(context) && context.canReview,
    run: ({ does }) => does.review(),
  },
  {
    id: 'agent.conversation',
    title: 'Read the conversation of the selected agent…',
    group: 'Run',
    chord: 'V',
    inGraph: true,
    enabled: (context) => withAgent(context) && context.canReview,
    run: ({ does }) => does.conversation(),
  },
  {
    id: 'sessions.found',
    title: 'Sessions that the app did not start…',
    group: 'Run',
    enabled: withPlan,
    run: ({ does }) => does.overlay('found-sessions'),
  },
  {
    id: 'worktrees.clean',
    title: 'Clean up worktrees…',
    group: 'Run',
    enabled: withProject,
    run: ({ does }) => does.overlay('clean'),
  },
  {
    id: 'feature.finish',
    title: 'Finish the feature: push, pull request, merge into the base…',
    group: 'Run',
    enabled: withPlan,
    run: ({ does }) => does.overlay('finish'),
  },
  {
    id: 'trust.show',
    title: 'Show what this repository would run…',
    group: 'Run',
    enabled: withProject,
    run: ({ does }) => does.trust(),
  },
  {
    id: 'view.guide',
    title: 'Show or hide the next step',
    group: 'View',
    enabled: withProject,
    run: ({ does }) => does.guide(),
  },
  pane('graph', 'Alt+G'),
  pane('terminals', 'Alt+T'),
  pane('inspector', 'Alt+I'),
  pane('inbox', 'Alt+B'),
  pane('sync', 'Alt+S'),
  {
    id: 'inbox.next',
    title: 'Go to the next agent that needs you',
    group: 'View',
    chord: 'N',
    enabled: withPlan,
    run: ({ does }) => does.nextWaiting(),
  },
  {
    id: 'inbox.next.anywhere',
    title: 'Go to the next agent that needs you, also from a terminal',
    group: 'View',
    chord: 'Mod+Shift+Y',
    always: true,
    enabled: withPlan,
    run: ({ does }) => does.nextWaiting(),
  },
  pane('worktrees', 'Alt+W'),
  pane('journal', 'Alt+J'),
  pane('problems', 'Alt+P'),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(terminal),
  {
    id: 'palette',
    title: 'Command palette',
    group: 'Tributary',
    chord: 'Mod+K',
    enabled: anytime,
    run: ({ does }) => does.overlay('palette'),
  },
  {
    id: 'palette.anywhere',
    title: 'Command palette, also from a terminal',
    group: 'Tributary',
    chord: 'Mod+Shift+P',
    always: true,
    enabled: anytime,
    run: ({ does }) => does.overlay('palette'),
  },
  {
    id: 'help',
    title: 'Keyboard help',
    group: 'Tributary',
    chord: '?',
    enabled: anytime,
    run: ({ does }) => does.overlay('help'),
  },
  {
    id: 'settings.terminals',
    title: 'Terminal settings…',
    group: 'Tributary',
    enabled: anytime,
    run: ({ does }) => does.overlay('terminal-settings'),
  },
  {
    id: 'settings.notices',
    title: 'Notice and sound settings…',
    group: 'Tributary',
    enabled: anytime,
    run: ({ does }) => does.overlay('notice-settings'),
  },
  {
    id: 'help.logs',
    title: 'Show logs',
    group: 'Tributary',
    enabled: anytime,
    run: ({ does }) => does.showLogs(),
  },
  {
    id: 'help.diagnostics',
    title: 'Copy diagnostics',
    group: 'Tributary',
    enabled: anytime,
    run: ({ does }) => does.copyDiagnostics(),
  },
  theme('system', 'Theme: follow system'),
  theme('light', 'Theme: light'),
  theme('dark', 'Theme: dark'),
  {
    id: 'project.open-folder',
    title: 'Open folder…',
    group: 'Tributary',
    enabled: onDesktop,
    run: ({ does }) => does.openFolder(),
  },
  {
    id: 'window.new',
    title: 'New window',
    group: 'Tributary',
    enabled: onDesktop,
    run: ({ does }) => does.newWindow(),
  },
  {
    id: 'project.close',
    title: 'Open another repository',
    group: 'Tributary',
    enabled: withProject,
    run: ({ does }) => does.closeProject(),
  },
];

/** One *Start phase* command per phase that can start now. */
export function phaseCommands(
  startable: readonly PhaseView[],
  title: (phase: string) => string,
): readonly Command[] {
  return startable.map((phase) => ({
    id: `phase.start.${phase.name}`,
    title: `Start phase: ${title(phase.name)}`,
    group: 'Run',
    enabled: anytime,
    run: ({ does }) => does.startPhase(phase.name),
  }));
}

/** The command of a chord in the current place, or null. */
export function commandFor(
  chord: string,
  where: { readonly inGraph: boolean; readonly typing: boolean },
): Command | null {
  return (
    COMMANDS.find(
      (command) =>
        (command.chord === chord || command.also === chord) &&
        (!command.inGraph || where.inGraph) &&
        (!where.typing || command.always === true),
    ) ?? null
  );
}
