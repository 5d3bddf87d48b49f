import type { MergedFile } from '../../../shared/contract/sync.ts';
import { NO_CONTRACTS } from '../contracts/contract-rules.ts';
import { contractLog } from '../contracts/tree-changes.ts';
import { APP_IDENTITY } from '../git/committer.ts';
import { openShadow, type Shadow } from '../git/shadow.ts';
import { attributesSource, withAttributes } from './attributes.ts';
import { changesByAgent, type Incoming, incomingHeads } from './incoming.ts';
import { landedAuthors } from './landed-work.ts';
import { type MergedContract, withContracts } from './merge-contracts.ts';
import { withSections } from './merge-current.ts';
import type { MergeRequest } from './merge-request.ts';
import { mergeTree } from './merge-tree.ts';
import { type AgentChanges, changedPaths, mergedFiles } from './merged-files.ts';
import { mergeMessage, squashMessage } from './messages.ts';
import { Resolutions } from './resolutions.ts';
import { type MetConflict, settle } from './settle-conflicts.ts';
import { withSquashed } from './squashed-base.ts';

export interface ComputedMerge {
  readonly base: string;
  /** Null when a file is in conflict. */
  readonly tree: string | null;
  /** The commit to land; `base` when there is nothing to merge; null when a file is in conflict. */
  readonly tip: string | null;
  /**
   * In order; a head that is merged already makes none, and one that another head holds comes in with that one. In the
   * shadow repository until they are delivered.
   */
  readonly commits: readonly { readonly oid: string; readonly agents: readonly string[] }[];
  /** Every file that the merge changes, and every conflict, sorted by path. */
  readonly files: readonly MergedFile[];
  /** Everything merged so far, open conflicts left at their earlier side (in the shadow repository). */
  readonly reached: { readonly commit: string; readonly tree: string };
  /** Every conflict that was met, in order; those without a resolution keep the merge from landing. */
  readonly met: readonly MetConflict[];
  /** Contracts that two sides changed, in the order in which they met. */
  readonly contracts: readonly ContractMeeting[];
}

/** A contract as it was merged with the work of one agent. */
export interface ContractMeeting extends MergedContract {
  readonly agent: string;
  /** Whose work was merged before. */
  readonly before: readonly string[];
}

/** A preview asked for twice makes the same commits, and nothing piles up in the shadow repository. */
const NOBODY = {
  ...APP_IDENTITY,
  GIT_AUTHOR_DATE: '@0 +0000',
  GIT_COMMITTER_DATE: '@0 +0000',
};

interface Chain {
  /** A commit that stands for everything merged so far. */
  readonly tip: string;
  /** The same tree, as the next head is merged with it: what was squashed before counts as merged. */
  readonly ours: string;
  readonly tree: string;
  readonly commits: readonly string[];
  readonly met: readonly MetConflict[];
  readonly contracts: readonly ContractMeeting[];
}

/**
 * Prediction and merge in one: merges on the object database alone, in the shadow repository, so that nothing of
 * the user's configuration runs and nothing of theirs moves. A conflict is a result; what a person decided for the same
 * conflict before holds again. Throws
 * `merge.unrelatedHistories`.
 */
export async function planMerge(request: MergeRequest): Promise<ComputedMerge> {
  const { base, heads } = request;
  const shadow = await openShadow(request.repo);
  const joined = await withSquashed(shadow, base, request.squashed ?? []);
  const incoming = await incomingHeads(shadow, { heads, base: joined });
  const byAgent = await changesByAgent(shadow, joined, incoming);
  const chain = await mergeInOrder(shadow, request, { incoming, joined });
  const open = chain.met.filter(({ resolution }) => resolution === null);
  const settled = open.length === 0;
  const tip = settled ? await finish(shadow, request, { incoming, chain }) : null;
  return {
    base,
    tree: settled ? chain.tree : null,
    tip,
    commits: commitsOf(request, { incoming, chain, tip }),
    files: mergedFiles({
      changed: incoming.length === 0 ? [] : await changedPaths(shadow, base, chain.tree),
      byAgent,
      conflicts: await withAuthors(shadow, request, { open, byAgent, incoming }),
      resolved: chain.met.filter(({ resolution }) => resolution !== null),
      contracts: chain.contracts,
    }),
    reached: { commit: chain.tip, tree: chain.tree },
    met: chain.met,
    contracts: chain.contracts,
  };
}

/** Conflicts with the agents on the other side where that is what has landed, not a branch merged just before. */
async function withAuthors(
  shadow: Shadow,
  { landings = [] }: MergeRequest,
  met: {
    readonly open: readonly MetConflict[];
    readonly byAgent: readonly AgentChanges[];
    readonly incoming: readonly Incoming[];
  },
): Promise<readonly (MetConflict & { readonly landed: readonly string[] })[]> {
  return Promise.all(
    met.open.map(async (conflict) => {
      const { path, agent, before } = conflict;
      const earlier = met.byAgent.filter((one) => before.includes(one.agent));
      const head = met.incoming.find((one) => one.head.agent === agent)?.head.oid;
      const isMet = earlier.some(({ paths }) => paths.has(path)) || head === undefined;
      const landed = isMet ? [] : await landedAuthors(shadow, landings, { path, head });
      return { ...conflict, landed };
    }),
  );
}

async function mergeInOrder(
  shadow: Shadow,
  request: MergeRequest,
  { incoming, joined }: { readonly incoming: readonly Incoming[]; readonly joined: string },
): Promise<Chain> {
  const { base, contracts: rules = NO_CONTRACTS } = request;
  const changed = new Set(incoming.flatMap((one) => [...one.changed]));
  const { stdout } = await shadow.git(['rev-parse', `${request.base}^{tree}`], { reads: true });
  let chain: Chain = {
    tip: request.base,
    ours: joined,
    tree: stdout.trim(),
    commits: [],
    met: [],
    contracts: [],
  };
  const kept = new Resolutions(request.repo);
  const resolutions = (await kept.any()) ? kept : null;
  for (const [index, { head, changed: touched, brings }] of incoming.entries()) {
    request.signal?.throwIfAborted();
    const source = attributesSource({ commit: chain.tip, base, changed });
    const lines = await withAttributes(shadow, source, (attributes) =>
      mergeTree(shadow, { ours: chain.ours, theirs: head.oid, attributes }, request.signal),
    );
    const { merge, contracts } = await withContracts(shadow, lines, {
      rules,
      ours: chain.ours,
      theirs: head.oid,
      changed: touched,
    });
    const before = incoming.slice(0, index).map((one) => one.head);
    const earlier = incoming.slice(0, index).flatMap((one) => one.brings.map(({ agent }) => agent));
    const { tree, met } = await settle(shadow, merge, {
      resolutions,
      agent: head.agent,
      before: earlier,
      labels: [
        {
          commit: chain.ours,
          name: [request.featureBranch, ...before.map(({ branch }) => branch)].join(' + '),
        },
        { commit: head.oid, name: head.branch },
      ],
    });
    const isLast = index === incoming.length - 1;
    const complete = isLast ? await finished(shadow, request, { tree, changed }) : tree;
    const message = mergeMessage(request, head, brings);
    const commit = (onto: string) =>
      commitTree(shadow, request, { tree: complete, parents: [onto, head.oid], message });
    const tip = await commit(chain.tip);
    chain = {
      tip,
      ours: chain.ours === chain.tip ? tip : await commit(chain.ours),
      tree: complete,
      commits: [...chain.commits, tip],
      met: [...chain.met, ...met],
      contracts: [
        ...chain.contracts,
        ...contracts.map((one) => ({ ...one, agent: head.agent, before: earlier })),
      ],
    };
  }
  return chain;
}

/** The merged tree with `plans/CURRENT.md` written. */
async function finished(
  shadow: Shadow,
  { base, sections, contracts: rules = NO_CONTRACTS }: MergeRequest,
  { tree, changed }: { readonly tree: string; readonly changed: ReadonlySet<string> },
): Promise<string> {
  if (!sections) return tree;
  const touchesContracts = [...changed].some((path) => rules.of(path) !== null);
  const between = { before: base, after: tree };
  const log = touchesContracts ? await contractLog(shadow, between, rules) : [];
  return withSections(shadow, tree, sections(log));
}

async function finish(
  shadow: Shadow,
  request: MergeRequest,
  { incoming, chain }: { incoming: readonly Incoming[]; chain: Chain },
): Promise<string> {
  if (incoming.length === 0 || request.strategy === 'merge') return chain.tip;
  const message = squashMessage(
    request,
    incoming.flatMap(({ brings }) => brings),
  );
  return commitTree(shadow, request, { tree: chain.tree, parents: [request.base], message });
}

function commitsOf(
  request: MergeRequest,
  done: { incoming: readonly Incoming[]; chain: Chain; tip: string | null },
): ComputedMerge['commits'] {
  if (done.tip === null || done.incoming.length === 0) return [];
  const agents = done.incoming.map(({ brings }) => brings.map(({ agent }) => agent));
  if (request.strategy === 'squash') return [{ oid: done.tip, agents: agents.flat() }];
  return done.chain.commits.map((oid, index) => ({ oid, agents: agents[index] ?? [] }));
}

async function commitTree(
  shadow: Shadow,
  request: MergeRequest,
  commit: { tree: string; parents: readonly string[]; message: string },
): Promise<string> {
  const parents = commit.parents.flatMap((oid) => ['-p', oid]);
  const { stdout } = await shadow.git(['commit-tree', ...parents, '-F', '-', commit.tree], {
    env: request.identity ?? NOBODY,
    input: commit.message,
  });
  return stdout.trim();
}
