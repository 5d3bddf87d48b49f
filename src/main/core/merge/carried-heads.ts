import type { Shadow } from '../git/shadow.ts';
import type { MergeHead } from './merge-request.ts';

/**
 * Heads that need no merge of their own, because every agent that continues from them already has their commits. Maps
 * each such agent to the agent whose merge brings its commits in: the first one in merge order.
 */
export async function carriedHeads(
  shadow: Shadow,
  heads: readonly MergeHead[],
): Promise<ReadonlyMap<string, string>> {
  const heirs = new Map<string, readonly string[]>();
  for (const before of heads) {
    const next = heads.filter(({ continues }) => continues === before.agent);
    const held = await Promise.all(next.map(({ oid }) => holds(shadow, oid, before.oid)));
    // A successor without this head has an older state of the work; merging only the successor would not bring the head
    // in.
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

/**
 * Agents at the ends of the chains that continue from an agent. Terminates on cycles too, although the plan refuses
 * them earlier.
 */
function endsOf(heirs: ReadonlyMap<string, readonly string[]>, agent: string): ReadonlySet<string> {
  const seen = new Set([agent]);
  for (const one of seen) for (const heir of heirs.get(one) ?? []) seen.add(heir);
  return new Set([...seen].filter((one) => !heirs.has(one)));
}

/** Whether `commit` contains `ancestor`. */
export async function holds(shadow: Shadow, commit: string, ancestor: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', ancestor, commit];
  const { code } = await shadow.git(args, { reads: true, expect: [0, 1] });
  return code === 0;
}
