import type { Progress } from '../../../shared/contract/common.ts';
import { featureBranch } from '../../../shared/names.ts';
import { CoreFailure } from '../failure.ts';
import { compareUrl } from '../remote/hosts.ts';
import { pushBranches } from '../remote/push.ts';
import { findRemote, type Remote } from '../remote/remote.ts';
import type { FeatureRun, ProjectContext } from '../run/project-context.ts';
import { featureTip, openGh } from './finish-view.ts';
import { ghCreate, ghState } from './gh.ts';

interface Ports {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Pushes the feature branch, never by force. Fails with `finish.noRemote`, `finish.pushFailed`. */
export async function pushFeature(
  run: FeatureRun,
  ports: Ports,
): Promise<{ remote: string; ref: string }> {
  const { project } = run;
  const { plan } = await project.plan(run.feature);
  const branch = featureBranch(plan.feature);
  const oid = await featureTip(project.repo, plan);
  const remote = await remoteOf(project, plan.base);
  ports.onProgress?.({ kind: 'step', step: 'push', target: branch, done: 0, total: 1 });
  const { trusted } = await project.trust.show(project.repo);
  const { signal } = ports;
  const branches = [{ branch, oid }];
  const [pushed] = await pushBranches(project.repo, { remote, branches, trusted, signal });
  if (pushed?.ok) return { remote: remote.name, ref: `refs/heads/${branch}` };
  throw new CoreFailure({
    code: 'finish.pushFailed',
    message: `${branch} was not pushed to ${remote.name}: ${pushed?.message ?? 'git said nothing'}`,
    data: { remote: remote.name, branch },
  });
}

interface PullRequest extends Ports {
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
}

/**
 * Pushes the feature branch, then opens a pull request with `gh`. Fails with `finish.noGh` (whose data has the page to
 * open it by hand), `finish.pushFailed`, `finish.pullRequestFailed`.
 */
export async function openPullRequest(
  run: FeatureRun,
  request: PullRequest,
): Promise<{ url: string }> {
  const { project } = run;
  const { plan } = await project.plan(run.feature);
  const branch = featureBranch(plan.feature);
  const remote = await remoteOf(project, plan.base);
  const found = await openGh(project, remote);
  const state = found ? await ghState(found.gh, found.host) : 'missing';
  if (!found || state !== 'ready') throw noGh(state, compareUrl(remote.url, plan.base, branch));
  await pushFeature(run, request);
  request.onProgress?.({ kind: 'step', step: 'pull-request', target: branch, done: 1, total: 2 });
  const { title, body, draft, signal } = request;
  const url = await ghCreate(found.gh, { base: plan.base, branch, title, body, draft, signal });
  return { url };
}

async function remoteOf(project: ProjectContext, base: string): Promise<Remote> {
  const remote = await findRemote(project.repo, base);
  if (remote) return remote;
  throw new CoreFailure({
    code: 'finish.noRemote',
    message: 'This repository has no remote to push to, or several and none named origin.',
  });
}

function noGh(state: string, url: string | null): CoreFailure {
  const what = state === 'missing' ? 'gh is not installed' : 'nobody is signed in with gh';
  return new CoreFailure({
    code: 'finish.noGh',
    message: `A pull request cannot be opened from here: ${what}.`,
    remedy: url ? `Push, then open ${url}` : undefined,
    data: { gh: state, compareUrl: url },
  });
}
