import { attachCommand } from './commands/attach.ts';
import { contractCommands } from './commands/contracts.ts';
import { demoCommand } from './commands/demo.ts';
import { finishCommands } from './commands/finish.ts';
import { machineCommands } from './commands/machine.ts';
import { planCommands } from './commands/plan.ts';
import { runCommands } from './commands/run.ts';
import { serveCommands } from './commands/serve.ts';
import { syncCommands } from './commands/sync.ts';
import { worktreeCommands } from './commands/worktrees.ts';
import { runProgram } from './program.ts';
import { cleanOwnEnvironment } from './start-environment.ts';
import { VERSION } from './version.ts';

/**
 * Runs the command line on the words after the program's name; sets the exit code. Without a command, and with a folder or
 * a plan in its place: `open`.
 */
export async function main(words: readonly string[]): Promise<void> {
  cleanOwnEnvironment();
  process.exitCode = await runProgram(words, (program, run) => {
    program.version(VERSION);
    serveCommands(program, run);
    demoCommand(program, run);
    machineCommands(program, run);
    planCommands(program, run);
    runCommands(program, run);
    attachCommand(program, run);
    syncCommands(program, run);
    finishCommands(program, run);
    worktreeCommands(program, run);
    contractCommands(program, run);
  });
}
