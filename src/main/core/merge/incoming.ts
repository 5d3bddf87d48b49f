import { gitFailure } from '../git/failures.ts';
import type { Shadow } from '../git/shadow.ts';
import { carriedHeads } from './carried-heads.ts';
import type { MergeHead, MergeRequest } from './merge-request.ts';
import { type AgentChanges, changedPaths } from './merged-files.ts';

/** A head that gets its own merge commit. */
export interface Incoming {
  readonly head: MergeHead;
  /** All files that merging this head can change. */
  readonly changed: ReadonlySet<string>;
  /** Heads that this merge brings in, in order: predecessors whose commits it contains, then the head itself. */
  readonly brings: readonly MergeHead[];
}

/**
 * Selects the heads that need a merge: those not already contained in the base, in an earlier head, or in an agent that
 * continues from them. Throws `merge.unrelatedHistories`.
 */
export async function incomingHeads(
  shadow: Shadow,
  { heads, base }: Pick<MergeRequest, 'heads' | 'base'>,
): Promise<readonly Incoming[]> {
  const carried = await carriedHeads(shadow, heads);
  const incoming: Incoming[] = [];
  for (const head of heads) {
    if (carried.has(head.agent)) continue;
    const known = [base, ...incoming.map((one) => one.head.oid)].map((oid) => `^${oid}`);
    const { stdout } = await shadow.git(['rev-list', '--max-count=1', head.oid, ...known], {
      reads: true,
    });
    if (stdout === '') continue;
    const { paths } = await changesOf(shadow, base, head);
    const brings = heads.filter((each) => each === head || carried.get(each.agent) === head.agent);
    incoming.push({ head, changed: paths, brings });
  }
  return incoming;
}

/** Changes per agent. Changes inherited from the agent that it continues from count for that agent only. */
export async function changesByAgent(
  shadow: Shadow,
  base: string,
  incoming: readonly Incoming[],
): Promise<readonly AgentChanges[]> {
  const heads = incoming.flatMap(({ brings }) => brings);
  const changes: AgentChanges[] = [];
  for (const head of heads) {
    const whole = incoming.find((one) => one.head === head);
    const before = heads.find(({ agent }) => agent === head.continues);
    changes.push(
      whole && !before
        ? { agent: head.agent, paths: whole.changed }
        : await changesOf(shadow, before?.oid ?? base, head),
    );
  }
  return changes;
}

async function changesOf(shadow: Shadow, base: string, head: MergeHead): Promise<AgentChanges> {
  const args = ['merge-base', base, head.oid];
  const { code, stdout } = await shadow.git(args, { reads: true, expect: [0, 1] });
  if (code === 1) {
    const stderr = `refusing to merge unrelated histories: ${head.branch}`;
    throw gitFailure({ args, cwd: shadow.path, code, stderr });
  }
  const changes = await changedPaths(shadow, stdout.trim(), head.oid);
  return { agent: head.agent, paths: new Set(changes.map(({ path }) => path)) };
}
