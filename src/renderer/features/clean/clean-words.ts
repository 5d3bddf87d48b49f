import type { CleanResult, HoldingSession } from '../../../shared/contract/worktrees.ts';
import { counted } from '../../../shared/count-words.ts';

/** "End 2 idle sessions: Designer, Data" */
export function idleWords(sessions: readonly HoldingSession[]): string {
  return `End ${counted(sessions.length, 'idle session')}: ${titles(sessions)}`;
}

/** "Also end 2 open sessions, 1 working: Data, QA". Whether a shell or another program is working is unknown. */
export function openWords(sessions: readonly HoldingSession[]): string {
  const working = sessions.filter((one) => one.working).length;
  const all = working === sessions.length;
  const some = working > 0 && !all ? `, ${working} working` : '';
  const what = all
    ? `${counted(sessions.length, 'working session')}`
    : `${counted(sessions.length, 'open session')}${some}`;
  return `Also end ${what}: ${titles(sessions)}`;
}

/** Says why nothing would be removed. */
export function nothingWords({ sessions = [] }: CleanResult): string {
  return sessions.length > 0
    ? 'None while sessions run in them.'
    : 'None: no worktree has all its work merged.';
}

/** "Removed 2 worktrees." */
export function removedWords(count: number): string {
  return count === 1 ? 'Removed 1 worktree.' : `Removed ${count} worktrees.`;
}

function titles(sessions: readonly HoldingSession[]): string {
  return sessions.map(({ title }) => title).join(', ');
}
