import { defineCommands } from './commands.ts';
import { runProgram } from './program.ts';
import { cleanOwnEnvironment } from './start-environment.ts';

/**
 * Runs the command line on the words after the program's name; sets the exit code. Without a command, and with a folder or
 * a plan in its place: `open`.
 */
export async function main(words: readonly string[]): Promise<void> {
  cleanOwnEnvironment();
  process.exitCode = await runProgram(words, defineCommands);
}
