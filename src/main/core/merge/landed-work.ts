import { finishedBase } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import type { Shadow } from '../git/shadow.ts';
import type { RunFacts } from '../journal/facts.ts';
import { log } from '../log.ts';
import { holds } from './carried-heads.ts';
import { chainedHeads } from './chain-heads.ts';
import { changesByAgent, incomingHeads } from './incoming.ts';
import type { Landing } from './merge-request.ts';

/** All landings of a run that stand. */
export function landingsOf(plan: Plan, facts: RunFacts): readonly Landing[] {
  return [...facts.syncs].flatMap(([sync, { landings }]) =>
    // The merge into the base is about the feature as a whole.
    (finishedBase(sync) === null ? landings : []).flatMap(({ before, commit, heads }) => {
      const named = heads.map((head) => ({ ...head, branch: head.agent }));
      return before === null ? [] : [{ before, commit, heads: chainedHeads(plan, named) }];
    }),
  );
}

/** The agents whose landed work changed a file that a branch does not hold yet. Empty where git cannot tell. */
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
    // A branch that landed squashed and was removed since may be gone from the repository.
    log.error(`whose landed work changed ${file.path} could not be told`, thrown);
  }
  return [...new Set(authors)];
}
