import { existsSync, readFileSync } from 'node:fs';
import { win32 } from 'node:path';
import { CoreFailure } from './failure.ts';

/** An executable file with its arguments. */
export interface Startable {
  readonly file: string;
  readonly args: string[];
}

/** Access to batch files. */
export interface BatchPort {
  readonly platform: NodeJS.Platform;
  exists(path: string): boolean;
  /** The text of a batch file that is there. */
  read(path: string): string;
}

const HERE: BatchPort = {
  platform: process.platform,
  exists: existsSync,
  read: (path) => readFileSync(path, 'utf8'),
};

/**
 * Resolves a program so that it can be started without a shell. Windows cannot start batch files that way, and node
 * refuses to; a `name.cmd` of npm only starts another file, so that one is started directly: no argument passes through
 * `cmd.exe`, which would interpret %, ^ and line breaks in a prompt. Throws `program.batchFile` for other batch files.
 */
export function startable(
  program: string,
  args: readonly string[],
  port: BatchPort = HERE,
): Startable {
  if (port.platform !== 'win32' || !/\.(?:cmd|bat)$/i.test(program))
    return { file: program, args: [...args] };
  const target = targetOfShim(program, port);
  if (target === null) {
    throw new CoreFailure({
      code: 'program.batchFile',
      message: `${program} is a batch file, and what it starts is not clear from it.`,
      data: { program },
    });
  }
  return { file: target.file, args: [...target.args, ...args] };
}

/** Parses the batch files of npm, pnpm and yarn: `"%dp0%\node_modules\…\cli.js"   %*`, with or without a node. */
function targetOfShim(shim: string, port: BatchPort): Startable | null {
  const folder = win32.dirname(shim);
  const line = port
    .read(shim)
    .match(/^.*%\*\s*$/gm)
    ?.at(-1);
  const quoted = [...(line ?? '').matchAll(/"%(?:~dp0|dp0%)\\?([^"]+)"/g)].map(([, path]) => path);
  const last = quoted.at(-1);
  if (last === undefined) return null;
  const target = win32.join(folder, last);
  if (/\.exe$/i.test(target)) return { file: target, args: [] };
  if (!/\.[cm]?js$/i.test(target)) return null;
  // The node next to the shim, if npm came with one, otherwise the one on the PATH.
  const own = win32.join(folder, 'node.exe');
  return { file: port.exists(own) ? own : 'node.exe', args: [target] };
}
