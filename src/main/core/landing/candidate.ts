import type { ContractRules } from '../contracts/contract-rules.ts';
import { CoreFailure } from '../failure.ts';
import { withLock } from '../git/lock.ts';
import { isAncestor, treeOf, updateRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { deliver, openShadow } from '../git/shadow.ts';
import { candidateRef } from '../journal/sync-facts.ts';
import type { SectionsFor } from '../merge/current-md.ts';
import type { BuiltFeature, Landing, MergeHead } from '../merge/merge-request.ts';
import { changedPaths } from '../merge/merged-files.ts';
import { squashMessage } from '../merge/messages.ts';
import { type ComputedMerge, planMerge } from '../merge/plan-merge.ts';
import type { Squash } from '../merge/squashed-base.ts';

/** Commits that a person made on top of an earlier candidate of exactly the same heads. */
export interface Fix {
  /** The earlier candidate. */
  readonly base: string;
  readonly commit: string;
}

/** What to merge, and into which branch. */
export interface CandidateRequest {
  readonly repo: Repository;
  readonly feature: string;
  readonly sync: string;
  readonly featureBranch: string;
  /** Heads to merge, in order, at fixed commits: later commits on the branches are not included. */
  readonly heads: readonly MergeHead[];
  readonly strategy: 'merge' | 'squash';
  /** Squash commits that landed in the branch. */
  readonly squashed?: readonly Squash[] | undefined;
  /** Set when a whole feature is merged into its base; absent at a sync point. */
  readonly built?: BuiltFeature | undefined;
  /** Managed sections of `plans/CURRENT.md`. */
  readonly sections?: SectionsFor;
  /** Files to merge by structure; default: none. */
  readonly contracts?: ContractRules;
  /** Earlier landings, used to name the agents whose landed work conflicts with a later branch. */
  readonly landings?: readonly Landing[];
  readonly fix?: Fix;
  readonly signal?: AbortSignal | undefined;
}

interface CandidateStart {
  readonly base: string;
  readonly tx: string;
  readonly identity: Readonly<Record<string, string>>;
}

/**
 * Merges in the shadow repository and copies the result into the user's object database, under the candidate ref of
 * `tx`. Creates no ref if there is nothing to merge or a file conflicts. Throws `sync.noFix` for an invalid fix.
 */
export async function prepareCandidate(
  request: CandidateRequest,
  start: CandidateStart,
): Promise<ComputedMerge> {
  const { repo, strategy, feature, sync, featureBranch, heads, signal } = request;
  const { sections, contracts, built, landings, squashed } = request;
  const { base, tx, identity } = start;
  const names = { feature, sync, featureBranch, strategy, built };
  const made = await planMerge({
    ...names,
    ...(sections ? { sections } : {}),
    ...(contracts ? { contracts } : {}),
    ...(landings ? { landings } : {}),
    repo,
    base,
    heads,
    squashed,
    signal,
    identity,
  });
  const merge = made.tip === null || !request.fix ? made : await fixed(request, start, made);
  const { tip } = merge;
  if (tip === null || tip === base) return merge;
  const known = [base, ...heads.map(({ oid }) => oid)];
  await withLock(repo, 'write', async () => {
    if (!request.fix) await deliver(repo, await openShadow(repo), { commits: [tip], known });
    const message = `Candidate of sync ${sync}`;
    await updateRef(repo, { ref: candidateRef(tx), to: tip, from: null, message });
  });
  await checkComplete(request, tip, merge);
  return merge;
}

/** The merge with its automatic result replaced by the fix. */
async function fixed(
  request: CandidateRequest,
  { base, identity }: CandidateStart,
  merge: ComputedMerge,
): Promise<ComputedMerge> {
  const { repo, fix, heads, strategy } = request;
  if (!fix) return merge;
  for (const ancestor of [fix.base, base])
    if (!(await isAncestor(repo, ancestor, fix.commit))) throw noFix(fix);
  const tree = await treeOf(repo, fix.commit);
  const agents = heads.map(({ agent }) => agent);
  const tip =
    strategy === 'merge' ? fix.commit : await squash({ request, identity, parent: base, tree });
  const known = new Map(merge.files.map((file) => [file.path, file]));
  const changed = await changedPaths(await openShadow(repo), base, tip);
  const files = changed.map(
    ({ path, kind }) => known.get(path) ?? { path, kind, outcome: 'clean' as const, agents: [] },
  );
  return { ...merge, tip, tree, files, commits: [{ oid: tip, agents }] };
}

async function squash(commit: {
  readonly request: CandidateRequest;
  readonly identity: Readonly<Record<string, string>>;
  readonly parent: string;
  readonly tree: string;
}): Promise<string> {
  const { request, identity, parent, tree } = commit;
  const { stdout } = await runGit(['commit-tree', '-p', parent, '-F', '-', tree], {
    cwd: request.repo.path,
    env: identity,
    input: fixedMessage(request),
  });
  return stdout.trim();
}

/**
 * Checks that the commit to land contains every head: as an ancestor, or (when squashed) by having exactly the merged
 * tree.
 */
async function checkComplete(
  { repo, heads, strategy }: CandidateRequest,
  tip: string,
  merge: ComputedMerge,
): Promise<void> {
  if (strategy === 'squash') {
    if ((await treeOf(repo, tip)) !== merge.tree)
      throw new Error('The squashed tree differs from the merged tree');
    return;
  }
  for (const { branch, oid } of heads) {
    if (!(await isAncestor(repo, oid, tip))) throw new Error(`${branch} is not in the candidate`);
  }
}

function noFix(fix: Fix): CoreFailure {
  return new CoreFailure({
    code: 'sync.noFix',
    message: `${fix.commit.slice(0, 10)} is not based on the merge that failed.`,
    remedy: 'Merge again, then commit the fix on top of the new merge in the integration worktree.',
    data: { ...fix },
  });
}

function fixedMessage(request: CandidateRequest): string {
  const fix = request.fix ? `\nFixed by hand in ${request.fix.commit}.\n` : '';
  return squashMessage(request, request.heads) + fix;
}
