import type { Command } from 'commander';
import { attachCommand } from './commands/attach.ts';
import { contractCommands } from './commands/contracts.ts';
import { demoCommand } from './commands/demo.ts';
import { finishCommands } from './commands/finish.ts';
import { machineCommands } from './commands/machine.ts';
import { planCommands } from './commands/plan.ts';
import { runCommands } from './commands/run.ts';
import { serveCommands } from './commands/serve.ts';
import { statusCommand } from './commands/status.ts';
import { syncCommands } from './commands/sync.ts';
import { worktreeCommands } from './commands/worktrees.ts';
import type { Run } from './program.ts';
import { VERSION } from './version.ts';

/** Defines all commands. */
export function defineCommands(program: Command, run: Run): void {
  program.version(VERSION);
  serveCommands(program, run);
  demoCommand(program, run);
  machineCommands(program, run);
  planCommands(program, run);
  runCommands(program, run);
  statusCommand(program, run);
  attachCommand(program, run);
  syncCommands(program, run);
  finishCommands(program, run);
  worktreeCommands(program, run);
  contractCommands(program, run);
}
