import { delimiter } from 'node:path';
import { forgetLaunchVariables } from '../core/session/process-environment.ts';

/** The environment as this process got it: fetching Electron reads npm's and Electron's settings in it. */
export const START_ENVIRONMENT: Readonly<NodeJS.ProcessEnv> = { ...process.env };

/** Leaves only what the user set: what npm and other programs added for this start ends here. */
export function cleanOwnEnvironment(): void {
  const { env } = process;
  const byNpm = isOfNpm(env);
  forgetLaunchVariables(env);
  if (!byNpm) return;
  for (const name of Object.keys(env)) if (/^(?:npm_config_|COLOR$)/.test(name)) delete env[name];
  for (const name of Object.keys(env)) {
    const value = env[name];
    if (name.toUpperCase() === 'PATH' && value) env[name] = withoutNpmFolders(value, delimiter);
  }
}

/** Whether npm, npx, pnpm or yarn started this process. */
function isOfNpm(env: NodeJS.ProcessEnv): boolean {
  return env['npm_lifecycle_event'] !== undefined || env['npm_execpath'] !== undefined;
}

/**
 * A PATH without what npm put in front of it: `node_modules/.bin` of the package and of every folder above, then the
 * folder of its own node-gyp. The user's entries behind that one stay, whatever they are called.
 */
export function withoutNpmFolders(path: string, separator: string): string {
  const entries = path.split(separator);
  const isBin = (entry: string) => /[\\/]node_modules[\\/]\.bin$/.test(entry);
  const isGyp = (entry: string) => /[\\/]node-gyp-bin$/.test(entry);
  const end = entries.findIndex((entry) => !isBin(entry) && !isGyp(entry));
  const front = end < 0 ? entries : entries.slice(0, end);
  const gyp = front.findLastIndex(isGyp);
  return entries.slice(gyp >= 0 ? gyp + 1 : front.length).join(separator);
}
