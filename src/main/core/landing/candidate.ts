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

/** Commits made by hand on top of an earlier candidate of the very same heads. */
export interface Fix {
  /** That candidate. */
  readonly base: string;
  readonly commit: string;
}

/** What is merged into what. */
export interface CandidateRequest {
  readonly repo: Repository;
  readonly feature: string;
  readonly sync: string;
  readonly featureBranch: string;
  /** What is merged, in order. Heads that move meanwhile are not included. */
  readonly heads: readonly MergeHead[];
  readonly strategy: 'merge' | 'squash';
  /** Squashes that landed in the branch. */
  readonly squashed?: readonly Squash[] | undefined;
  /** Where a whole feature is merged into its base; absent at a sync point. */
  readonly built?: BuiltFeature | undefined;
  /** Managed sections of `plans/CURRENT.md`. */
  readonly sections?: SectionsFor;
  /** Files that are merged by meaning; default: none. */
  readonly contracts?: ContractRules;
  /** What landed before: tells whose work a branch that comes later is in conflict with. */
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
 * Merges in the shadow repository and brings the result to the user's objects, under the candidate ref of `tx`. No ref
 * is made when there is nothing to merge or a file is in conflict. Throws `sync.noFix` for a fix that is none.
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

/** The merge with the fix instead of what was merged by itself. */
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

/** What is about to land holds every head: as ancestors, or (squashed) as the very tree of their merge. */
async function checkComplete(
  { repo, heads, strategy }: CandidateRequest,
  tip: string,
  merge: ComputedMerge,
): Promise<void> {
  if (strategy === 'squash') {
    if ((await treeOf(repo, tip)) !== merge.tree)
      throw new Error('The squashed tree is not the merged one');
    return;
  }
  for (const { branch, oid } of heads) {
    if (!(await isAncestor(repo, oid, tip))) throw new Error(`${branch} is not in the candidate`);
  }
}

function noFix(fix: Fix): CoreFailure {
  return new CoreFailure({
    code: 'sync.noFix',
    message: `${fix.commit.slice(0, 10)} was not made on top of the merge that failed.`,
    remedy: 'Merge again, and commit the fix on top of what is in the integration worktree then.',
    data: { ...fix },
  });
}

function fixedMessage(request: CandidateRequest): string {
  const fix = request.fix ? `\nFixed by hand in ${request.fix.commit}.\n` : '';
  return squashMessage(request, request.heads) + fix;
}
