import type { Shadow } from '../git/shadow.ts';
import type { MergeHead } from './plan-merge.ts';

/**
 * Heads that need no merge of their own, because the branch of an agent that continues from theirs holds them: by
 * agent, the agent whose merge brings them in.
 */
export async function carriedHeads(
  shadow: Shadow,
  heads: readonly MergeHead[],
): Promise<ReadonlyMap<string, string>> {
  const direct = new Map<string, string>();
  for (const { agent, oid, continues } of heads) {
    const before = heads.find((head) => head.agent === continues);
    if (!before || direct.has(before.agent)) continue;
    if (await holds(shadow, oid, before.oid)) direct.set(before.agent, agent);
  }
  return new Map([...direct.keys()].map((agent) => [agent, lastOf(direct, agent)]));
}

/** The end of a chain of carriers. A plan with a cycle is refused long before, and ends here all the same. */
function lastOf(direct: ReadonlyMap<string, string>, agent: string): string {
  let last = agent;
  for (let left = direct.size; left > 0; left -= 1) last = direct.get(last) ?? last;
  return last;
}

async function holds(shadow: Shadow, commit: string, ancestor: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', ancestor, commit];
  const { code } = await shadow.git(args, { reads: true, expect: [0, 1] });
  return code === 0;
}
