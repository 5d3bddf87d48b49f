import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { CoreFailure } from '../failure.ts';

/** The folder of user settings, logs, caches and sockets. `TRIBUTARY_HOME` overrides it. */
export function tributaryHome(env: NodeJS.ProcessEnv = process.env): string {
  return env['TRIBUTARY_HOME'] || envPaths('tributary', { suffix: '' }).config;
}

/** Creates the settings folder. Throws `home.unusable` when that is impossible or it is not writable. */
export function requireHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.W_OK);
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException;
    throw new CoreFailure({
      code: 'home.unusable',
      message: `The folder of settings ${home} cannot be used (${code}).`,
      data: { home },
    });
  }
}

/** The home folder at the start of a path, as in a shell: `~`, `$HOME`, `${HOME}`. */
const HOME = /^(?:~|\$HOME|\$\{HOME\})(?=$|[\\/])/;

/** A typed path with the home folder expanded. */
export function expandHome(path: string): string {
  const start = HOME.exec(path)?.[0];
  return start === undefined ? path : join(homedir(), path.slice(start.length));
}
