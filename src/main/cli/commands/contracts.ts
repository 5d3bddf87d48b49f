import type { Command } from 'commander';
import { CoreFailure } from '../../core/failure.ts';
import type { Answer } from '../output.ts';
import { type Run, sub } from '../program.ts';

/** Contract commands have their names already; what they do comes with structural merging. */
export function contractCommands(program: Command, run: Run): void {
  const contracts = program.command('contracts').description('merge, check and compare contracts');
  sub(contracts, 'merge', 'three-way merge of a contract')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(run(notYet));
  sub(contracts, 'check [files...]', 'findings in contract files').action(run(notYet));
  sub(contracts, 'diff [files...]', 'readable difference of two contracts').action(run(notYet));
  sub(contracts, 'merge-driver [files...]', 'as a git merge driver').action(run(notYet));
}

async function notYet(): Promise<Answer> {
  throw new CoreFailure({
    code: 'contracts.notYet',
    message: 'Contracts are merged as text in this version; this command is not there yet.',
    remedy: 'Sync points merge contract files like any other file.',
    exit: 3,
  });
}
