import { isLaunchVariable } from '../../core/launch-variables.ts';

/** Variables with which users configure Electron's windows and logs. */
const CHOICES = ['ELECTRON_OZONE_PLATFORM_HINT', 'ELECTRON_ENABLE_LOGGING'] as const;

/**
 * The environment for the desktop app: this process's environment without variables that would break it
 * (`ELECTRON_RUN_AS_NODE` turns it into plain node, `NODE_OPTIONS` makes it exit), plus the user's choices from the
 * environment of our own start. Proxies and certificates stay.
 */
export function electronEnvironment(
  own: Readonly<NodeJS.ProcessEnv>,
  start: Readonly<NodeJS.ProcessEnv>,
): Record<string, string> {
  const kept = Object.entries(own).filter(
    ([name]) => !isLaunchVariable(name) && name !== 'NODE_ENV',
  );
  const chosen = CHOICES.map((name) => [name, start[name]] as const);
  const given = [...kept, ...chosen].filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(given);
}
