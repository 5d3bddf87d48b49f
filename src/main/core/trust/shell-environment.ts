import { isLaunchVariable } from '../launch-variables.ts';

/** Ours and git's variables must not reach a repository's own commands. */
const DROPPED = /^(?:GIT_|TRIBUTARY_|CLAUDE|AI_AGENT$|NODE_ENV$)/;

/** This process's environment without what belongs to the app. */
export function inheritedEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !DROPPED.test(entry[0]) && !isLaunchVariable(entry[0]),
  );
  return Object.fromEntries(kept);
}
