import { isLaunchVariable } from '../launch-variables.ts';

/** Variables of the app and of git must not reach a repository's commands. */
const DROPPED = /^(?:GIT_|TRIBUTARY_|CLAUDE|AI_AGENT$|NODE_ENV$)/;

/** This process's environment without the app's variables. */
export function inheritedEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !DROPPED.test(entry[0]) && !isLaunchVariable(entry[0]),
  );
  return Object.fromEntries(kept);
}
