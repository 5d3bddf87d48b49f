import { isLaunchVariable } from '../../core/launch-variables.ts';

/** The user's choices about Electron's windows and logs. */
const CHOICES = ['ELECTRON_OZONE_PLATFORM_HINT', 'ELECTRON_ENABLE_LOGGING'] as const;

/**
 * The environment that the desktop app starts with: this process's without what would make it something else (an inherited
 * `ELECTRON_RUN_AS_NODE` makes it plain node, `NODE_OPTIONS` ends it), and the choices from the environment of our own
 * start. Proxies and certificates stay.
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
