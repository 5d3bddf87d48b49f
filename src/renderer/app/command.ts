import type { Preferences } from '../../shared/contract/layout.ts';
import type { PhaseView } from '../../shared/contract/run.ts';
import type { PaneId } from '../page/panes.ts';

/** What commands may look at and set going. */
export interface CommandContext {
  /** There is a shell around the page that has windows and native dialogs. */
  readonly onDesktop: boolean;
  readonly hasProject: boolean;
  readonly hasPlan: boolean;
  /** What Undo and Redo would do, in words; null when there is nothing. */
  readonly undo: string | null;
  readonly redo: string | null;
  readonly selected: { readonly key: string; readonly kind: 'agent' | 'sync' } | null;
  readonly canStartAgent: boolean;
  readonly canStopAgent: boolean;
  /** Some session of the run lives. */
  readonly canStopAll: boolean;
  /** The selected agent has a worktree. */
  readonly canReview: boolean;
  readonly startable: readonly PhaseView[];
  /** What people call a phase or a node. */
  titleOf(key: string): string;
  readonly does: Doings;
}

/** The verbs behind the commands. */
export interface Doings {
  overlay(
    name:
      | 'palette'
      | 'help'
      | 'new-plan'
      | 'save-template'
      | 'clean'
      | 'finish'
      | 'terminal-settings'
      | 'notice-settings'
      | 'found-sessions'
      | 'stop-all',
  ): void;
  pane(pane: PaneId): void;
  undo(): void;
  redo(): void;
  commitPlan(): void;
  arrange(): void;
  fit(): void;
  nodeMenu(menu: 'add' | 'move' | 'connect'): void;
  removeSelected(): void;
  selectAll(): void;
  selectNone(): void;
  startAgent(): void;
  stopAgent(): void;
  review(): void;
  conversation(): void;
  startPhase(name: string): void;
  /** The focus goes to the next item of the inbox that needs somebody. */
  nextWaiting(): void;
  toggleMuted(): void;
  terminal(nth: number): void;
  theme(theme: Preferences['theme']): void;
  trust(): void;
  guide(): void;
  closeProject(): void;
  newWindow(): void;
  openFolder(): void;
  showLogs(): void;
  copyDiagnostics(): void;
}

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: 'Plan' | 'Run' | 'View' | 'Tributary';
  readonly chord?: string;
  /** Another chord for the same. */
  readonly also?: string;
  /** The title with what it would do now. */
  named?(context: CommandContext): string;
  /** The chord counts only while the focus is in the plan graph. */
  readonly inGraph?: true;
  /** The chord counts even while a text field or terminal has the focus. */
  readonly always?: true;
  enabled(context: CommandContext): boolean;
  run(context: CommandContext): void;
}
