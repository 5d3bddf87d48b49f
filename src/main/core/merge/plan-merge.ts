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
import { applyResolutions, type MetConflict } from './settle-conflicts.ts';
import { withSquashed } from './squashed-base.ts';

export interface ComputedMerge {
  readonly base: string;
  /** Null when a file is in conflict. */
  readonly tree: string | null;
  /** The commit to land; `base` if there is nothing to merge; null if a file conflicts. */
  readonly tip: string | null;
  /**
   * Commits in order, in the shadow repository until they are delivered. A head that is already merged adds none; a
   * head that another head contains is listed with that one.
   */
  readonly commits: readonly { readonly oid: string; readonly agents: readonly string[] }[];
  /** Every file that the merge changes and every conflict, sorted by path. */
  readonly files: readonly MergedFile[];
  /**
   * Everything merged so far, with unresolved files as they were before the conflicting merge (in the shadow
   * repository).
   */
  readonly reached: { readonly commit: string; readonly tree: string };
  /** Every conflict, in order; those without a resolution prevent landing. */
  readonly met: readonly MetConflict[];
  /** Contracts that both sides changed, in merge order. */
  readonly contracts: readonly ContractMeeting[];
}

/** A contract as merged with the work of one agent. */
export interface ContractMeeting extends MergedContract {
  readonly agent: string;
  /** Agents that were merged earlier. */
  readonly before: readonly string[];
}

/**
 * Fixed identity and dates, so that repeated previews produce the same commits and do not fill the shadow repository.
 */
const NOBODY = {
  ...APP_IDENTITY,
  GIT_AUTHOR_DATE: '@0 +0000',
  GIT_COMMITTER_DATE: '@0 +0000',
};

interface Chain {
  /** A commit with everything merged so far. */
  readonly tip: string;
  /**
   * A commit with the same tree, into which the next head is merged. It also has squashed branch tips as ancestors, so
   * git treats them as merged.
   */
  readonly ours: string;
  readonly tree: string;
  readonly commits: readonly string[];
  readonly met: readonly MetConflict[];
  readonly contracts: readonly ContractMeeting[];
}

/**
 * Computes a merge; used both to predict and to merge. Works on objects in the shadow repository only, so nothing of
 * the user's configuration runs and no branch moves. A conflict is a result, not an error; earlier resolutions of the
 * same conflict are applied again. Throws `merge.unrelatedHistories`.
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
  const tip = settled ? await tipToLand(shadow, request, { incoming, chain }) : null;
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

/**
 * Adds to each conflict the agents whose landed work it conflicts with, unless it conflicts with a branch of this
 * merge.
 */
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
    const { tree, met } = await applyResolutions(shadow, merge, {
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
    const complete = isLast ? await withCurrentMd(shadow, request, { tree, changed }) : tree;
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

/** The merged tree with `plans/CURRENT.md` updated. */
async function withCurrentMd(
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

async function tipToLand(
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
