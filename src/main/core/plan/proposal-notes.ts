import { titleIn } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { visible } from '../../../shared/visible.ts';
import { commitsIn, commitsInBoth } from '../fit/commit-history.ts';
import type { RepositoryFacts } from '../fit/repository-facts.ts';

/** Fewer common commits are no pattern. */
const FEW = 5;
/** Share of the less active one's commits from which two places count as changing together. */
const SHARE = 0.4;

/** Notes about a proposed plan from the repository's history. */
export function notesOf(plan: Plan, { complete, history, paths }: RepositoryFacts): string[] {
  const notes = complete
    ? []
    : [`The repository is large: only its first ${paths.length} files were looked at.`];
  for (const { agents } of derivePhases(plan)) {
    for (const [index, one] of agents.entries()) {
      for (const other of agents.slice(index + 1)) {
        const mine = folders(plan, one);
        const theirs = folders(plan, other);
        if (mine.some((folder) => theirs.includes(folder))) {
          notes.push(
            `${titleIn(plan, one)} and ${titleIn(plan, other)} work at the same time and may change the same files: ${visible(mine.filter((folder) => theirs.includes(folder)).join(', '))}.`,
          );
          continue;
        }
        const together = commitsInBoth(history, mine, theirs);
        const quieter = Math.min(commitsIn(history, mine), commitsIn(history, theirs));
        if (together < FEW || together < quieter * SHARE) continue;
        notes.push(
          `What ${titleIn(plan, one)} and ${titleIn(plan, other)} work in was changed together in ${together} of ${quieter} commits: agree on a contract first.`,
        );
      }
    }
  }
  return notes;
}

/** The whole folders in an agent's scope. */
function folders(plan: Plan, key: string): readonly string[] {
  return (plan.agents[key]?.scope ?? [])
    .filter((glob) => glob.endsWith('/**'))
    .map((glob) => glob.slice(0, -3).replaceAll('\\', ''));
}
