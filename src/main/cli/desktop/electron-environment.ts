import { isLaunchVariable } from '../../core/launch-variables.ts';

/** The user's choices about Electron's windows and logs. */
const KEPT = /^ELECTRON_(?:OZONE_PLATFORM_HINT|ENABLE_LOGGING)$/;

/**
 * The environment that the desktop app starts with: the one given without what would make it something else (an inherited
 * `ELECTRON_RUN_AS_NODE` makes it plain node, `NODE_OPTIONS` ends it). Proxies and certificates stay.
 */
export function electronEnvironment(
  given: Readonly<NodeJS.ProcessEnv>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (KEPT.test(name) || !(isLaunchVariable(name) || name === 'NODE_ENV')) env[name] = value;
  }
  return { ...env, ...added };
}
