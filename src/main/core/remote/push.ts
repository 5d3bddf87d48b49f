import type { Plan } from '../../../shared/plan/model.ts';
import { CoreFailure } from '../failure.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { withoutSecrets } from '../git/without-secrets.ts';
import type { Pushed, SyncRequest } from '../landing/sync-request.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { findRemote, type Remote } from './remote.ts';
import { transportEnvironment } from './transport.ts';

/** Milliseconds after which a push to an unresponsive remote is ended, so that it cannot block a merge. */
const PUSH_TIMEOUT_MS = 120_000;
const SHOWN = 500;

interface Branch {
  readonly branch: string;
  readonly oid: string;
}

/** Pushes for a merge. Failures are reported and undo nothing. */
export async function pushPort(
  project: ProjectContext,
  plan: Plan,
): Promise<NonNullable<SyncRequest['push']>> {
  const remote = await findRemote(project.repo, plan.base);
  return async (branches) => {
    if (branches.length === 0) return [];
    const all = (message: string) => branches.map(({ branch }) => ({ branch, ok: false, message }));
    if (!remote) return all('There is no remote to push to.');
    try {
      const { trusted } = await project.trust.show(project.repo);
      return await pushBranches(project.repo, { remote, branches, trusted });
    } catch (error) {
      if (error instanceof CoreFailure) return all(withoutSecrets(error.message));
      throw error;
    }
  };
}

/**
 * Pushes commits to the branches with their names, never by force, with the user's own ssh and credentials. Hooks of
 * the repository run only when it is trusted. Throws `trust.required` and `git.timedOut`.
 */
export async function pushBranches(
  repo: Repository,
  push: {
    readonly remote: Remote;
    readonly branches: readonly Branch[];
    readonly trusted: boolean;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<readonly Pushed[]> {
  const { remote, branches, trusted, signal } = push;
  const args = ['push', '--porcelain', '--no-progress', '--no-follow-tags', '--no-signed'];
  args.push('--recurse-submodules=no');
  // Of two settings for this program git uses the repository's; a command-line option overrides both.
  if (!trusted) args.push('--no-verify', '--receive-pack=git-receive-pack');
  args.push('--', remote.name);
  const { code, stdout, stderr } = await runGit(
    [...args, ...branches.map(({ branch, oid }) => `${oid}:refs/heads/${branch}`)],
    {
      cwd: repo.path,
      env: await transportEnvironment(repo, trusted),
      expect: [0, 1, 128],
      timeoutMs: PUSH_TIMEOUT_MS,
      signal,
    },
  );
  const told = new Map(stdout.split('\n').flatMap(lineOf));
  const said = withoutSecrets(stderr.trim()).slice(-SHOWN);
  return branches.map(({ branch }) => {
    const line = told.get(`refs/heads/${branch}`);
    const ok = line !== undefined && line.flag !== '!' && (code === 0 || line.flag !== '');
    if (ok) return { branch, ok, message: line.flag === '=' ? 'Already there.' : 'Pushed.' };
    const reason = [line?.summary, said].filter((text) => text).join('. ');
    return { branch, ok: false, message: reason || `git push ended with exit code ${code}.` };
  });
}

/** `<flag>\t<from>:<to>\t<summary>`; a space as flag is a fast-forward. */
function lineOf(line: string): [string, { flag: string; summary: string }][] {
  const [flag, refs, summary] = line.split('\t');
  const to = refs?.slice(refs.indexOf(':') + 1);
  if (flag?.length !== 1 || !to || summary === undefined) return [];
  return [[to, { flag, summary: withoutSecrets(summary) }]];
}
