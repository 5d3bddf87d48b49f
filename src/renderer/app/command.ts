import type { Preferences } from '../../shared/contract/layout.ts';
import type { PhaseView } from '../../shared/contract/run.ts';
import type { PaneId } from '../page/panes.ts';

/** What commands can read and call. */
export interface CommandContext {
  /** Whether a desktop shell with windows and native dialogs is present. */
  readonly onDesktop: boolean;
  readonly hasProject: boolean;
  readonly hasPlan: boolean;
  /** Description of what Undo and Redo would do; null when there is nothing. */
  readonly undo: string | null;
  readonly redo: string | null;
  readonly selected: { readonly key: string; readonly kind: 'agent' | 'sync' } | null;
  readonly canStartAgent: boolean;
  readonly canStopAgent: boolean;
  /** Whether any session of the run is running. */
  readonly canStopAll: boolean;
  /** Whether the selected agent has a worktree. */
  readonly canReview: boolean;
  readonly startable: readonly PhaseView[];
  /** Title of a phase or node. */
  titleOf(key: string): string;
  readonly does: Doings;
}

/** Actions that the commands call. */
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
  /** Focuses the next inbox item that needs the person. */
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
  /** Alternative chord. */
  readonly also?: string;
  /** Title that includes what the command would do now. */
  named?(context: CommandContext): string;
  /** The chord works only while the plan graph has the focus. */
  readonly inGraph?: true;
  /** The chord works even while a text field or terminal has the focus. */
  readonly always?: true;
  enabled(context: CommandContext): boolean;
  run(context: CommandContext): void;
}
