import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** Access to the machine, for finding programs. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the file exists and is executable. */
  isProgram(path: string): boolean;
}

/** Extensions of executables on Windows when PATHEXT is not set. Scripts (.JS, .VBS) are excluded. */
const STARTABLE = ['.com', '.exe', '.bat', '.cmd'];

/** This machine's current state. */
export function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, isProgram };
}

/**
 * Finds a program in the folders of a PATH; null when it is not there. Empty and relative entries are skipped: they
 * would run a file of the repository. On Windows a name without an extension is a shell script that npm installs next
 * to its `.cmd`, so only names with an extension count.
 */
export function programIn(
  path: string | undefined,
  name: string,
  machine: Machine = thisMachine(),
): string | null {
  const paths = machine.platform === 'win32' ? win32 : posix;
  const names = programNames(name, machine);
  for (const entry of (path ?? '').split(paths.delimiter)) {
    // Windows allows quotes around an entry.
    const folder = machine.platform === 'win32' ? entry.replace(/^"(.*)"$/, '$1') : entry;
    if (!paths.isAbsolute(folder)) continue;
    const found = names.map((one) => paths.join(folder, one)).find(machine.isProgram);
    if (found !== undefined) return found;
  }
  return null;
}

/** The PATH of an environment, usually spelt `Path` on Windows. */
export function pathOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env['PATH'] !== undefined) return env['PATH'];
  const name = Object.keys(env).find((one) => one.toUpperCase() === 'PATH');
  return name === undefined ? undefined : env[name];
}

/** The file names that a program's name may refer to. */
export function programNames(name: string, { platform, env }: Machine): readonly string[] {
  if (platform !== 'win32' || /\.(?:com|exe|bat|cmd)$/i.test(name)) return [name];
  const known = (env['PATHEXT'] ?? '').toLowerCase().split(';');
  const extensions = known.filter((one) => STARTABLE.includes(one));
  return (extensions.length > 0 ? extensions : STARTABLE).map((one) => `${name}${one}`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Missing or not executable.
    return false;
  }
}
