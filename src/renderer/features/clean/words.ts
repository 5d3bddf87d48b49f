import type { CleanResult, HoldingSession } from '../../../shared/contract/worktrees.ts';

/** "End 2 idle sessions: Designer, Data" */
export function idleWords(sessions: readonly HoldingSession[]): string {
  return `End ${counted(sessions, 'idle session')}: ${titles(sessions)}`;
}

/** Of a shell or another program nobody can tell whether it works. */
export function workingWords(sessions: readonly HoldingSession[]): string {
  const one = sessions.length === 1;
  return `Also end ${counted(sessions, 'session')} that ${one ? 'works' : 'work'}, or may: ${titles(sessions)}`;
}

/** Why nothing would be removed. */
export function nothingWords({ sessions = [] }: CleanResult): string {
  return sessions.length > 0
    ? 'None while their sessions run.'
    : 'None: there is no worktree whose work is merged.';
}

/** "Removed 2 worktrees." */
export function removedWords(count: number): string {
  return count === 1 ? 'Removed 1 worktree.' : `Removed ${count} worktrees.`;
}

function counted(sessions: readonly HoldingSession[], thing: string): string {
  return sessions.length === 1 ? `1 ${thing}` : `${sessions.length} ${thing}s`;
}

function titles(sessions: readonly HoldingSession[]): string {
  return sessions.map(({ title }) => title).join(', ');
}
