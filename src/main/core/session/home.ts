import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** The folder of user settings, logs, caches and sockets. `TRIBUTARY_HOME` overrides it. */
export function tributaryHome(env: NodeJS.ProcessEnv = process.env): string {
  return env['TRIBUTARY_HOME'] || envPaths('tributary', { suffix: '' }).config;
}

/** `~` and `~/…` as a shell would read them. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}
