import type { SessionView } from '../../../shared/contract/session.ts';
import type { HoldingSession } from '../../../shared/contract/worktrees.ts';
import { titleIn } from '../../../shared/names.ts';
import type { ProjectContext } from '../project/context.ts';
import { foldJournal } from './fold.ts';
import { openJournal } from './journal.ts';
import { listJournals } from './journals.ts';

/** No turn is under way, and nothing that was asked for is left open. */
const IDLE: ReadonlySet<SessionView['activity']> = new Set([
  'finished',
  'interrupted',
  'turn-error',
  'login-lost',
  'rate-limited',
  'usage-limit',
]);

/** Sessions that live in worktrees of agents, whatever the feature. */
export async function holdingSessions(project: ProjectContext): Promise<HoldingSession[]> {
  await project.sessions.refresh();
  const holding: HoldingSession[] = [];
  for (const feature of await listJournals(project.repo.commonDir)) {
    const { agents } = foldJournal(await openJournal(project.repo.commonDir, feature).read());
    const alive = project.sessions
      .list(project.repo.id, feature)
      .filter((session) => session.alive && agents.has(session.agent));
    if (alive.length === 0) continue;
    const plan = await project.lastGoodPlan(feature).then(
      (good) => good.plan,
      () => null,
    );
    for (const { agent, activity } of alive) {
      const path = agents.get(agent)?.path;
      const title = titleIn(plan, agent);
      if (path) holding.push({ path, feature, agent, title, idle: IDLE.has(activity) });
    }
  }
  return holding;
}

/** Why a worktree must stay where it is, in words. */
export function holdingWords({ title, idle }: HoldingSession): string {
  return `The session of ${title} still ${idle ? 'runs in it, idle' : 'works in it'}.`;
}
