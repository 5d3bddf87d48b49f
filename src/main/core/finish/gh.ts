import * as z from 'zod';
import type { FinishView } from '../../../shared/contract/finish.ts';
import { CoreFailure } from '../failure.ts';
import { withoutSecrets } from '../git/without-secrets.ts';
import { startHere, waitFor } from '../process.ts';
import { pathOf, programIn } from '../program-search.ts';
import { userLoginProbe } from '../session/login-environment.ts';
import { inheritedEnvironment } from '../trust/shell-environment.ts';

/** Milliseconds for queries: they may use the network while the page waits. */
const ASK_MS = 5_000;
const WORK_MS = 60_000;
const PIPES_MS = 1_000;

interface Answer {
  /** Null when it could not be started; negative when it was killed after the timeout. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An installed GitHub CLI. */
export interface Gh {
  readonly file: string;
  readonly cwd: string;
  /** Prevents the git that `gh` starts from running programs of the repository. */
  readonly env: Readonly<Record<string, string>>;
}

/** The path of `gh`: on this process's PATH, otherwise on the login shell's. Null when it is not installed. */
export async function findGh(): Promise<string | null> {
  return (
    programIn(pathOf(process.env), 'gh') ??
    programIn(pathOf((await userLoginProbe().read()).env), 'gh')
  );
}

/** Whether a user is signed in to a host. Errors count as signed out. */
export async function ghState(gh: Gh, host: string): Promise<FinishView['gh']> {
  const { code } = await run(gh, ['auth', 'status', '--hostname', host], { timeoutMs: ASK_MS });
  return code === 0 ? 'ready' : 'signed-out';
}

const pullRequest = z.object({
  number: z.number().int(),
  url: z.string(),
  state: z.string(),
  statusCheckRollup: z
    .array(
      z.object({
        name: z.string().optional(),
        context: z.string().optional(),
        conclusion: z.string().nullish(),
        status: z.string().nullish(),
        state: z.string().nullish(),
        detailsUrl: z.string().nullish(),
        targetUrl: z.string().nullish(),
      }),
    )
    .nullish(),
});

/** The pull request of a branch with its checks; null when there is none or `gh` fails. */
export async function ghPullRequest(gh: Gh, branch: string): Promise<FinishView['pullRequest']> {
  const fields = 'number,url,state,statusCheckRollup';
  const answer = await run(gh, ['pr', 'view', '--json', fields, '--', branch], {
    timeoutMs: ASK_MS,
  });
  if (answer.code !== 0) return null;
  const found = pullRequest.safeParse(parsed(answer.stdout));
  if (!found.success) return null;
  const { number, url, state, statusCheckRollup } = found.data;
  const checks = (statusCheckRollup ?? []).map((check) => ({
    name: check.name ?? check.context ?? 'check',
    state: (check.conclusion || check.status || check.state || 'unknown').toLowerCase(),
    url: check.detailsUrl || check.targetUrl || null,
  }));
  return { number, url, state: state.toLowerCase(), checks };
}

/** Opens a pull request and returns its URL. Throws `finish.pullRequestFailed` with the output of `gh`. */
export async function ghCreate(
  gh: Gh,
  request: {
    readonly base: string;
    readonly branch: string;
    readonly title: string;
    readonly body: string;
    readonly draft: boolean;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<string> {
  const { base, branch, title, body, draft, signal } = request;
  const args = ['pr', 'create', `--base=${base}`, `--head=${branch}`, `--title=${title}`];
  args.push('--body-file=-', ...(draft ? ['--draft'] : []));
  const answer = await run(gh, args, { timeoutMs: WORK_MS, input: body, signal });
  const url = answer.stdout.split(/\s+/).findLast((word) => word.startsWith('https://'));
  if (answer.code === 0 && url) return url;
  const said = withoutSecrets(`${answer.stderr}\n${answer.stdout}`).trim();
  throw new CoreFailure({
    code: 'finish.pullRequestFailed',
    message: `gh did not open the pull request: ${said || 'it did not answer in time'}`,
    data: { branch, base },
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, e.g. of another version: treated as no answer.
    return null;
  }
}

async function run(
  gh: Gh,
  args: readonly string[],
  options: {
    readonly timeoutMs: number;
    readonly input?: string;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Answer> {
  const { timeoutMs, signal, input = '' } = options;
  signal?.throwIfAborted();
  const quiet = { GH_PROMPT_DISABLED: '1', GH_NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' };
  const env = { ...inheritedEnvironment(), ...gh.env, ...quiet, GIT_TERMINAL_PROMPT: '0' };
  const running = startHere({ file: gh.file, args, cwd: gh.cwd, env, input, pipesMs: PIPES_MS });
  try {
    const { code, stdout, stderr } = await waitFor(running, { timeoutMs, signal });
    return { code, stdout: Buffer.from(stdout).toString('utf8'), stderr };
  } catch {
    signal?.throwIfAborted();
    return { code: null, stdout: '', stderr: '' };
  }
}
