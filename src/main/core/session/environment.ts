import { isLaunchVariable } from '../launch-variables.ts';

/** Environments that sessions start in. */

/** Variables of the app, of git, and of a CLI that started the app, which agents must not inherit. */
const OURS = /^(TRIBUTARY_|GIT_|CLAUDE|NODE_ENV$|VITEST|AI_AGENT$)/;

/** The user's settings of the CLI: its folder, login and network behaviour. */
const KEPT =
  /^(CLAUDE_CONFIG_DIR|CLAUDE_CODE_OAUTH_TOKEN|CLAUDE_CODE_USE_\w+|CLAUDE_CODE_MAX_RETRIES|CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC)$/;

const LOOPBACK = ['127.0.0.1', 'localhost'];

/**
 * The environment of a session: the login shell's without the app's variables, with loopback excluded from proxies,
 * plus the caller's.
 */
export function sessionEnvironment(
  login: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(login)) {
    if (KEPT.test(name) || !(OURS.test(name) || isLaunchVariable(name))) env[name] = value;
  }
  for (const name of ['NO_PROXY', 'no_proxy']) env[name] = withLoopback(env[name]);
  return { ...env, ...added };
}

function withLoopback(list: string | undefined): string {
  const hosts = (list ?? '').split(',').map((host) => host.trim());
  const known = hosts.filter((host) => host.length > 0);
  return [...new Set([...known, ...LOOPBACK])].join(',');
}
