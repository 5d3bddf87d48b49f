import { finishedBase } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import type { Shadow } from '../git/shadow.ts';
import type { RunFacts } from '../journal/facts.ts';
import { log } from '../log.ts';
import { holds } from './carried-heads.ts';
import { chainedHeads } from './chain-heads.ts';
import { changesByAgent, incomingHeads } from './incoming.ts';
import type { Landing } from './merge-request.ts';

/** All landings of a run that were not undone. */
export function landingsOf(plan: Plan, facts: RunFacts): readonly Landing[] {
  return [...facts.syncs].flatMap(([sync, { landings }]) =>
    // Skip the merge into the base branch: it is about the whole feature.
    (finishedBase(sync) === null ? landings : []).flatMap(({ before, commit, heads }) => {
      const named = heads.map((head) => ({ ...head, branch: head.agent }));
      return before === null ? [] : [{ before, commit, heads: chainedHeads(plan, named) }];
    }),
  );
}

/** Agents whose landed work changed a file and is not yet in the branch. Empty if git cannot determine it. */
export async function landedAuthors(
  shadow: Shadow,
  landings: readonly Landing[],
  file: { readonly path: string; readonly head: string },
): Promise<readonly string[]> {
  const authors: string[] = [];
  try {
    for (const { before, commit, heads } of landings) {
      if (await holds(shadow, file.head, commit)) continue;
      const incoming = await incomingHeads(shadow, { heads, base: before });
      const changes = await changesByAgent(shadow, before, incoming);
      authors.push(...changes.filter(({ paths }) => paths.has(file.path)).map((one) => one.agent));
    }
  } catch (thrown) {
    // A branch that was squashed and then deleted may no longer exist in the repository.
    log.error(`cannot determine whose landed work changed ${file.path}`, thrown);
  }
  return [...new Set(authors)];
}
