import { CoreFailure } from '../failure.ts';
import { configSettings } from '../git/listings.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';

type Setting = readonly [name: string, value: string];

const TRANSPORT_KEYS = '^(core\\.sshcommand|credential\\.(.*\\.)?helper)$';
/** Settings that redirect pushes or choose their program, which cannot be overridden from outside. */
const REDIRECTING = '^(url\\..*\\.(push)?insteadof|remote\\..*\\.vcs)$';
/** Never prompts, because there is no terminal. */
const SSH = 'ssh -o BatchMode=yes';

const ALWAYS: readonly Setting[] = [
  ['core.pager', 'cat'],
  ['core.editor', 'true'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['protocol.ext.allow', 'never'],
  ['push.gpgSign', 'false'],
  ['push.followTags', 'false'],
  ['push.recurseSubmodules', 'no'],
];

/**
 * The environment in which git reaches a remote like the user does: with their own ssh command and credential helpers.
 * Such settings and hooks of the repository apply only when it is trusted. Throws `trust.required` when its
 * configuration redirects pushes.
 */
export async function transportEnvironment(
  repo: Repository,
  trusted: boolean,
): Promise<Record<string, string>> {
  const settings = trusted
    ? [...ALWAYS, ...(await sshUnlessSet(repo))]
    : [...ALWAYS, ...(await withoutRepository(repo))];
  const env: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  settings.forEach(([name, value], index) => {
    env[`GIT_CONFIG_KEY_${index}`] = name;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  // The user's own settings, from their shell.
  for (const name of ['GIT_SSH_COMMAND', 'GIT_SSH', 'GIT_SSL_CAINFO', 'GIT_SSL_CAPATH']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

async function sshUnlessSet(repo: Repository): Promise<Setting[]> {
  const levels = await Promise.all(
    ['--local', '--global', '--system'].map((level) => readLevel(repo, level, TRANSPORT_KEYS)),
  );
  const set = levels.flat().some(([name]) => name === 'core.sshcommand');
  return set ? [] : [['core.sshCommand', SSH]];
}

async function withoutRepository(repo: Repository): Promise<Setting[]> {
  const own = ['--local', '--worktree'];
  const redirecting = await Promise.all(own.map((level) => readLevel(repo, level, REDIRECTING)));
  const [first] = redirecting.flat();
  if (first) throw redirected(first);
  const [local, worktree, system, global] = await Promise.all(
    [...own, '--system', '--global'].map((level) => readLevel(repo, level, TRANSPORT_KEYS)),
  );
  const theirs = [...(system ?? []), ...(global ?? [])];
  const helpers = theirs.filter(([name]) => name.startsWith('credential.'));
  const reset = new Set(
    [...(local ?? []), ...(worktree ?? []), ...helpers]
      .map(([name]) => name)
      .filter((name) => name.startsWith('credential.')),
  );
  const ssh = theirs.findLast(([name]) => name === 'core.sshcommand')?.[1] ?? SSH;
  return [
    ['core.hooksPath', '/dev/null'],
    ['core.fsmonitor', 'false'],
    ['core.askPass', ''],
    ['core.alternateRefsCommand', ''],
    ['core.sshCommand', ssh],
    ['protocol.git.allow', 'never'],
    // An empty helper clears the helpers before it.
    ['credential.helper', ''],
    ...[...reset].map((name): Setting => [name, '']),
    ...helpers,
  ];
}

async function readLevel(repo: Repository, level: string, keys: string): Promise<Setting[]> {
  const listing = configSettings(level, '--includes', '--get-regexp', '--', keys);
  const options = { cwd: repo.path, reads: true, expect: [0, 1, 128] };
  const { code, stdout } = await runGit(listing.args, options);
  if (code !== 0) return [];
  return listing.parse(stdout).map(({ key, value }) => [key, value ?? '']);
}

function redirected([name, value]: Setting): CoreFailure {
  return new CoreFailure({
    code: 'trust.required',
    message: `The repository's configuration redirects pushes (${name}: ${value}), and it is not trusted.`,
    remedy: 'Look at it with "git config --local --list"; trust the repository, or take it out.',
    data: { name, value },
  });
}
