import { basename } from 'node:path';

/** One way to ask a shell for the environment that its start files make. */
export interface ShellQuestion {
  readonly file: string;
  /** What the shell sees as its own name; a leading dash makes any shell a login shell. */
  readonly argv0: string;
  readonly args: readonly string[];
}

/**
 * The ways to ask a shell, best first: as an interactive login shell, then without the interactive start files, which may
 * hang. Only `echo`, `;` and a program with an absolute path are used, since shells agree on little more.
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
      // They take `-l` only when it is the only word.
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
