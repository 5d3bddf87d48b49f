import type { FinishView } from '../../../shared/contract/finish.ts';
import type { RunView } from '../../../shared/contract/run.ts';
import { featureBranch, finishName } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import { countCommits } from '../git/history.ts';
import { branchTip, isAncestor, resolveCommit } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { readStatus } from '../git/status.ts';
import { whereCheckedOut } from '../landing/undo.ts';
import { compareUrl, placeOf } from '../remote/hosts.ts';
import { findRemote, type Remote } from '../remote/remote.ts';
import { transportEnvironment } from '../remote/transport.ts';
import type { FeatureRun, ProjectContext } from '../run/project-context.ts';
import { whyNotUndoFinish } from './finish-merge.ts';
import {
  type FinishPrediction,
  predictFinish,
  takenUp,
  unfinished,
  whyNotMerge,
} from './finish-prediction.ts';
import { findGh, type Gh, ghPullRequest, ghState } from './gh.ts';

/**
 * The state of the feature branch, and where it can be merged or pushed. `ask`: also queries `gh` for the pull request
 * and its checks (network). Fails with `finish.notStarted`.
 */
export async function finishView(run: FeatureRun, ask: boolean): Promise<FinishView> {
  const { project } = run;
  const { repo } = project;
  const { plan, file } = await project.plan(run.feature);
  const facts = await run.facts();
  const branch = featureBranch(plan.feature);
  const tip = await featureTip(repo, plan);
  const base = (await branchTip(repo, plan.base)) ?? (await resolveCommit(repo, plan.base));
  const remote = await findRemote(repo, plan.base);
  const gh = await openGh(project, remote);
  const state = gh ? await ghState(gh.gh, gh.host) : 'missing';
  const prediction = await predictFinish(project, { plan, facts, strategy: 'merge' });
  const reason = whyNotMerge(plan, facts, prediction);
  const without = await takenUp(repo, plan, facts);
  const isPlanDirty = (await readStatus(repo.path, { paths: [file] })).dirty;
  const landed = facts.syncs.get(finishName(plan))?.landed?.commit ?? null;
  const whyNot = landed === null ? null : await whyNotUndoFinish(run);
  return {
    branch,
    base: plan.base,
    ahead: base === null ? 0 : await countCommits(repo.path, { base, head: tip, without }),
    unfinished: unfinished(plan, facts),
    leftOut: leftOutOf(await run.freshView()),
    uncommittedPlan: isPlanDirty ? file : null,
    remote,
    pushed: await pushedState(repo, { remote, branch, tip }),
    compareUrl: remote && compareUrl(remote.url, plan.base, branch),
    gh: state,
    pullRequest: ask && gh && state === 'ready' ? await ghPullRequest(gh.gh, branch) : null,
    merge: {
      possible: reason === null,
      reason,
      conflicts: conflictsOf(prediction),
      landed,
      undo: { possible: landed !== null && whyNot === null, reason: whyNot },
      undoLater: landed === null ? await whereCheckedOut(repo, plan.base) : null,
    },
  };
}

/** Agents left out of landed sync points, by sync point: their work is not on the feature branch. */
function leftOutOf({ syncs }: RunView): FinishView['leftOut'] {
  return syncs.flatMap(({ name, leftOut }) =>
    leftOut ? [{ sync: name, agents: [...leftOut] }] : [],
  );
}

function conflictsOf(prediction: FinishPrediction | null): string[] {
  if (!prediction || prediction.isHeld) return [];
  return prediction.merge.files
    .filter(({ outcome }) => outcome === 'conflict')
    .map(({ path }) => path);
}

/** The tip of the feature branch. Fails with `finish.notStarted`. */
export async function featureTip(repo: Repository, plan: Plan): Promise<string> {
  const branch = featureBranch(plan.feature);
  const tip = await branchTip(repo, branch);
  if (tip) return tip;
  throw new CoreFailure({
    code: 'finish.notStarted',
    message: `There is no branch ${branch}: nothing of this feature was started yet.`,
    data: { branch },
  });
}

/** `gh` for the host of the remote; null when either is missing. It runs nothing of an untrusted repository. */
export async function openGh(
  project: ProjectContext,
  remote: Remote | null,
): Promise<{ readonly gh: Gh; readonly host: string } | null> {
  const file = await findGh();
  if (file === null) return null;
  const host = (remote && placeOf(remote.url)?.host) ?? 'github.com';
  const { trusted } = await project.trust.show(project.repo);
  const env = await transportEnvironment(project.repo, trusted).catch((error: unknown) => {
    if (error instanceof CoreFailure) return null;
    throw error;
  });
  return env && { gh: { file, cwd: project.repo.path, env }, host };
}

async function pushedState(
  repo: Repository,
  given: { readonly remote: Remote | null; readonly branch: string; readonly tip: string },
): Promise<FinishView['pushed']> {
  const { remote, branch, tip } = given;
  if (!remote) return 'no';
  const there = await resolveCommit(repo, `refs/remotes/${remote.name}/${branch}`);
  if (there === null) return 'no';
  if (there === tip) return 'yes';
  return (await isAncestor(repo, there, tip)) ? 'behind' : 'diverged';
}
