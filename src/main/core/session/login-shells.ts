import { basename } from 'node:path';

/** One way to ask a shell for the environment after its start files. */
export interface ShellQuestion {
  readonly file: string;
  /** The shell's argv[0]; a leading dash makes any shell a login shell. */
  readonly argv0: string;
  readonly args: readonly string[];
}

/**
 * Ways to ask a shell, best first: as an interactive login shell, then without the interactive start files, which may
 * hang. Uses only `echo`, `;` and a program with an absolute path, which work in all shells.
 */
export function shellQuestions(shell: string, marker: string): readonly ShellQuestion[] {
  const name = basename(shell).replace(/\.exe$/, '');
  const question = (args: readonly string[], say: string, argv0 = shell): ShellQuestion => {
    const mark = `${say} ${marker}`;
    const command = `${mark}; /usr/bin/env -0; ${mark}; /usr/bin/env; ${mark}`;
    return { file: shell, argv0, args: [...args, command] };
  };
  switch (name) {
    case 'csh':
    case 'tcsh':
      // These accept `-l` only as the only argument.
      return [question(['-ic'], 'echo', `-${name}`), question(['-c'], 'echo', `-${name}`)];
    case 'nu':
      // Its `echo` returns a value instead of printing it.
      return [question(['-i', '-l', '-c'], 'print'), question(['-l', '-c'], 'print')];
    case 'xonsh':
      return [question(['-i', '-l', '-c'], 'echo'), question(['-l', '-c'], 'echo')];
    case 'pwsh':
      return [question(['-Login', '-Command'], 'echo')];
    default:
      return [question(['-ilc'], 'echo'), question(['-lc'], 'echo')];
  }
}
