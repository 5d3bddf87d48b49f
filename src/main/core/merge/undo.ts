import type { Repository } from '../git/repository.ts';
import type { Journal } from '../run/journal.ts';

export interface UndoRequest {
  readonly repo: Repository;
  readonly journal: Journal;
  readonly sync: string;
  readonly featureBranch: string;
}

export interface UndoOutcome {
  readonly outcome: 'undone' | 'refused';
  /** Where the feature branch is now. */
  readonly commit: string | null;
  readonly reason: string | null;
}

/** Whether *Undo merge* would be accepted now: null, or why not and what to do. */
export function whyNotUndo(_request: UndoRequest): Promise<string | null> {
  throw new Error('whyNotUndo is being written');
}

/** Moves the feature branch back to the exact commit before the sync point landed, or refuses with the reason. */
export function undoSync(_request: UndoRequest): Promise<UndoOutcome> {
  throw new Error('undoSync is being written');
}
