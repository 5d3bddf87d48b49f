import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** What looking for programs asks of the machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether that file is there and may be run. */
  isProgram(path: string): boolean;
}

/** Extensions of what Windows can start, where PATHEXT does not say. Scripts of other hosts (.JS, .VBS) are not asked for. */
const STARTABLE = ['.com', '.exe', '.bat', '.cmd'];

/** This machine as it is now. */
export function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, isProgram };
}

/**
 * The file that a program's name stands for in the folders of a PATH, or null. Empty and relative entries are skipped: they
 * would run a file of the repository. On Windows a name without an extension is a script for another shell that npm leaves
 * beside its `.cmd`, so only names with one count.
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

/** The value of an environment's PATH, which Windows calls `Path` more often than not. */
export function pathOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env['PATH'] !== undefined) return env['PATH'];
  const name = Object.keys(env).find((one) => one.toUpperCase() === 'PATH');
  return name === undefined ? undefined : env[name];
}

/** The names of files that a program's name may stand for. */
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
    // Not there or not executable.
    return false;
  }
}
