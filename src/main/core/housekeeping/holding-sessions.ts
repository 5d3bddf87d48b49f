import type { HoldingSession } from '../../../shared/contract/worktrees.ts';
import { titleIn } from '../../../shared/names.ts';
import { isIdle } from '../../../shared/states.ts';
import { foldJournal } from '../journal/facts.ts';
import { openJournal } from '../journal/journal.ts';
import { listJournals } from '../journal/journals.ts';
import type { ProjectContext } from '../run/project-context.ts';

/** Live sessions in agents' worktrees, of all features. */
export async function holdingSessions(project: ProjectContext): Promise<HoldingSession[]> {
  await project.sessions.refresh();
  const holding: HoldingSession[] = [];
  for (const feature of await listJournals(project.repo.commonDir)) {
    const { agents } = foldJournal(await openJournal(project.repo.commonDir, feature).read());
    const sessions = project.sessions.list(project.repo.id, feature);
    const alive = [...agents].flatMap(([agent, { path }]) => {
      const session = sessions.find((one) => one.agent === agent && one.alive);
      return session ? [{ agent, path, activity: session.activity }] : [];
    });
    if (alive.length === 0) continue;
    const plan = await project.lastGoodPlan(feature).then(
      (good) => good.plan,
      () => null,
    );
    for (const { agent, path, activity } of alive) {
      const title = titleIn(plan, agent);
      const idle = isIdle(activity);
      const working = !idle && activity !== 'unknown';
      holding.push({ path, feature, agent, title, idle, working });
    }
  }
  return holding;
}

/** The reason for keeping a worktree, as a sentence. */
export function holdingWords({ title, idle, working }: HoldingSession): string {
  if (working) return `The session of ${title} is at work in it.`;
  return `The session of ${title} is open in it${idle ? ', idle' : ''}.`;
}
