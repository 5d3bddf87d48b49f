/** Environments that sessions start in. */

/** Set by shells around us, by Electron or by a CLI that started us: none of the agent's business. */
const OURS =
  /^(TRIBUTARY_|ELECTRON_|GIT_|CLAUDE|NODE_OPTIONS$|NODE_ENV$|NODE_CHANNEL|VITEST|AI_AGENT$)/;

/** The user's own settings of the CLI: its folder, how it signs in, and how it behaves on the network. */
const KEPT =
  /^(CLAUDE_CONFIG_DIR|CLAUDE_CODE_OAUTH_TOKEN|CLAUDE_CODE_USE_\w+|CLAUDE_CODE_MAX_RETRIES|CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC)$/;

const LOOPBACK = ['127.0.0.1', 'localhost'];

/**
 * The environment of a session's program: the login shell's without what is ours, loopback past any proxy, and what the
 * caller adds.
 */
export function sessionEnvironment(
  login: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(login)) {
    if (!OURS.test(name) || KEPT.test(name)) env[name] = value;
  }
  for (const name of ['NO_PROXY', 'no_proxy']) env[name] = withLoopback(env[name]);
  return { ...env, ...added };
}

function withLoopback(list: string | undefined): string {
  const hosts = (list ?? '').split(',').map((host) => host.trim());
  const known = hosts.filter((host) => host.length > 0);
  return [...new Set([...known, ...LOOPBACK])].join(',');
}
