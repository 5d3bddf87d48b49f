import type { Shadow } from '../git/shadow.ts';
import type { MergeHead } from './merge-request.ts';

/**
 * Heads that need no merge of their own, because the branches of all agents that continue from theirs hold them: by
 * agent, the agent whose merge brings them in, which is the first that does.
 */
export async function carriedHeads(
  shadow: Shadow,
  heads: readonly MergeHead[],
): Promise<ReadonlyMap<string, string>> {
  const heirs = new Map<string, readonly string[]>();
  for (const before of heads) {
    const next = heads.filter(({ continues }) => continues === before.agent);
    const held = await Promise.all(next.map(({ oid }) => holds(shadow, oid, before.oid)));
    // One that does not hold it has an earlier state, which must not come in before it by itself.
    if (next.length > 0 && held.every(Boolean)) {
      heirs.set(
        before.agent,
        next.map(({ agent }) => agent),
      );
    }
  }
  const order = heads.map(({ agent }) => agent);
  const carried = [...heirs.keys()].map((agent): [string, string] => {
    const ends = endsOf(heirs, agent);
    return [agent, order.find((one) => ends.has(one)) ?? agent];
  });
  return new Map(carried);
}

/** The agents at the ends of the chains that go on from one. Safe on cycles, which are refused long before. */
function endsOf(heirs: ReadonlyMap<string, readonly string[]>, agent: string): ReadonlySet<string> {
  const seen = new Set([agent]);
  for (const one of seen) for (const heir of heirs.get(one) ?? []) seen.add(heir);
  return new Set([...seen].filter((one) => !heirs.has(one)));
}

/** Whether a branch holds all of another head. */
export async function holds(shadow: Shadow, commit: string, ancestor: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', ancestor, commit];
  const { code } = await shadow.git(args, { reads: true, expect: [0, 1] });
  return code === 0;
}
