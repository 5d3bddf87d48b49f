import { delimiter } from 'node:path';
import { forgetLaunchVariables } from '../core/session/process-environment.ts';

/** The environment at the start of this process, which has npm's and Electron's settings for downloads. */
export const START_ENVIRONMENT: Readonly<NodeJS.ProcessEnv> = { ...process.env };

/** Removes variables that npm and other programs added for this start, leaving what the user set. */
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
 * A PATH without the entries npm prepends: `node_modules/.bin` of the package and of every parent folder, then npm's
 * node-gyp folder. The user's entries after those stay, whatever their names.
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
