import { defineCommands } from './commands.ts';
import { runProgram } from './program.ts';
import { cleanOwnEnvironment } from './start-environment.ts';

/**
 * Runs the command line with the arguments after the program's name and sets the exit code. Without a command, or with
 * a folder or plan in its place, runs `open`.
 */
export async function main(words: readonly string[]): Promise<void> {
  cleanOwnEnvironment();
  process.exitCode = await runProgram(words, defineCommands);
}
