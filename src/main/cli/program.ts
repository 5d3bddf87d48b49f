import { statSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { FAILURES } from '../../shared/failures/failures.ts';
import { type Answer, type CommonOptions, note, printError, report } from './output.ts';

/** Turns a command into a commander action: its result becomes the exit code, its exception is reported. */
export type Run = <Arguments extends unknown[], Options extends CommonOptions>(
  command: (options: Options, ...words: Arguments) => Promise<Answer>,
) => (...given: unknown[]) => Promise<void>;

/** Adds a command with the common options. A positional `[path]` is the same as `--project`. */
export function sub(parent: Command, signature: string, description: string): Command {
  return parent
    .command(signature)
    .description(description)
    .option('--project <dir>', 'the repository (default: the current folder)')
    .option('--plan <file>', 'the plan (default: the only one)')
    .option('--json', 'print one JSON document');
}

/** Runs a program with arguments and returns the exit code; 2 for unknown ones. */
export async function runProgram(
  words: readonly string[],
  define: (program: Command, run: Run) => void,
): Promise<number> {
  let code = 0;
  const program = new Command('tributary')
    .description('Build one feature with several sessions at once: plan, start, sync.')
    .showHelpAfterError('(--help lists what there is)');
  const run: Run =
    (command) =>
    async (...given) => {
      const self = given.at(-1) as Command;
      const options = { ...(given.at(-2) as object) } as CommonOptions;
      const placed = placePath(self, given.slice(0, -2), options);
      try {
        code = await command(placed.options as never, ...(placed.words as never));
      } catch (thrown) {
        code = report(thrown, options.json === true);
      }
    };
  define(program, run);
  for (const command of allCommands(program)) command.exitOverride().configureOutput(ERRORS);
  try {
    await program.parseAsync([...withCommand(program, words)], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return 0;
    if (words.includes('--json')) {
      const { remedy } = FAILURES['cli.words'];
      printError({ code: 'cli.words', message: thrown.message, remedy });
    }
    return 2;
  }
  return code;
}

/** Options about the program itself. */
const ABOUT = ['--help', '-h', '-V', '--version'];

/** Inserts `open` before arguments without a command: none, only options, or a folder or plan file. */
function withCommand(program: Command, words: readonly string[]): readonly string[] {
  const commands = ['help', ...program.commands.map((command) => command.name())];
  // A command takes precedence over a folder of that name, which `./name` still means.
  if (words.some((word) => ABOUT.includes(word) || commands.includes(word))) return words;
  const [first] = words;
  if (first === undefined || first.startsWith('-')) return ['open', ...words];
  const found = statSync(first, { throwIfNoEntry: false });
  // Anything written as a path counts as one, even if it does not exist: then that is reported.
  const meant = /[\\/]/.test(first) || first.startsWith('.');
  const opens = meant || found?.isDirectory() || (found?.isFile() && first.endsWith('.yaml'));
  return opens ? ['open', ...words] : words;
}

const ERRORS = { writeErr: (text: string) => note(text.trimEnd()) };

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** A positional path stands for `--project`; a plan file stands for `--plan`. */
function placePath(
  self: Command,
  words: readonly unknown[],
  options: CommonOptions,
): { readonly options: CommonOptions; readonly words: readonly unknown[] } {
  const index = self.registeredArguments.findIndex((argument) => argument.name() === 'path');
  const path = index >= 0 ? words[index] : undefined;
  if (typeof path !== 'string') return { options, words };
  const given = path.endsWith('.yaml') ? { plan: path, ...options } : { project: path, ...options };
  return { options: given, words };
}
