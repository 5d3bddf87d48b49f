import { existsSync, readFileSync } from 'node:fs';
import { win32 } from 'node:path';
import { CoreFailure } from './failure.ts';

/** A file that the system itself can start, with its arguments. */
export interface Startable {
  readonly file: string;
  readonly args: string[];
}

/** What is asked of the machine about batch files. */
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
 * A program as it can be started without a shell. Windows starts no batch file that way, and node refuses to try; what npm
 * installs as `name.cmd` only starts another file, so that one is started instead: no argument passes through `cmd.exe`,
 * which would read %, ^ and line breaks in a prompt. Throws `program.batchFile` for any other batch file.
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

/** Reads the batch files that npm, pnpm and yarn write: `"%dp0%\node_modules\…\cli.js"   %*`, with or without a node. */
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
  // Beside the shim where npm came with node, else the one of the PATH.
  const own = win32.join(folder, 'node.exe');
  return { file: port.exists(own) ? own : 'node.exe', args: [target] };
}
