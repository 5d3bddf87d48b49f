import type { CleanResult } from '../../../shared/contract/worktrees.ts';
import type { ProjectContext } from '../project/context.ts';
import { cleanWorktrees } from '../worktree/clean.ts';
import { foldJournal } from './fold.ts';
import { openJournal } from './journal.ts';
import { listJournals } from './journals.ts';

/** Removes worktrees whose work has landed and that nothing runs in; `apply: false` only says which. */
export async function cleanProject(
  project: ProjectContext,
  options: { readonly apply: boolean; readonly signal?: AbortSignal | undefined },
): Promise<CleanResult> {
  await project.sessions.refresh();
  const busy = new Map<string, string>();
  for (const feature of await listJournals(project.repo.commonDir)) {
    const { agents } = foldJournal(await openJournal(project.repo.commonDir, feature).read());
    for (const session of project.sessions.list(project.repo.id, feature)) {
      const path = agents.get(session.agent)?.path;
      if (session.alive && path)
        busy.set(path, `The session of "${session.agent}" still runs in it.`);
    }
  }
  return cleanWorktrees(project.repo, {
    apply: options.apply,
    inUse: (path) => busy.get(path) ?? null,
    signal: options.signal,
  });
}
