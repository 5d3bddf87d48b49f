import { type Command, Option } from 'commander';
import { readConfig } from '../../core/config/config.ts';
import { changeLine } from '../../core/contracts/change-words.ts';
import { checkWithin } from '../../core/contracts/check-within.ts';
import { ruleOfContract } from '../../core/contracts/contract-rules.ts';
import { diffWithin } from '../../core/contracts/tree-changes.ts';
import type { ContractFinding } from '../../core/contracts/types.ts';
import { CoreFailure } from '../../core/failure.ts';
import { type Answer, type CommonOptions, print } from '../output.ts';
import { type Run, sub } from '../program.ts';
import { drive } from './contracts/drive.ts';
import { merge } from './contracts/merge.ts';
import { readVersion } from './contracts/versions.ts';

/** Commands that merge and check contract files, inside or outside a repository. */
export function contractCommands(program: Command, run: Run): void {
  const contracts = program.command('contracts').description('merge, check and compare contracts');
  sub(contracts, 'merge', 'three-way merge of a contract, to stdout')
    .requiredOption('--base <file>', 'the version both started from; /dev/null for none')
    .requiredOption('--ours <file>', 'our version; /dev/null for a deleted one')
    .requiredOption('--theirs <file...>', 'their version, or several; /dev/null for a deleted one')
    .addOption(
      new Option('--policy <name>', 'how strict to be').choices([
        'additive',
        'review',
        'critical',
        'text',
      ]),
    )
    .option('--path <name>', 'path of the file in the repository')
    .action(run(merge));
  sub(
    contracts,
    'check <files...>',
    'check contract files, individually and against each other',
  ).action(run(check));
  sub(contracts, 'diff <before> <after>', 'readable difference of two contracts').action(run(diff));
  sub(contracts, `merge-driver ${DRIVER_WORDS}`, 'as a git merge driver').action(run(drive));
}

/** The arguments git passes: `%O %A %B %P %L %S %X %Y`. */
const DRIVER_WORDS =
  '<base> <ours> <theirs> [name] [marker-size] [base-label] [ours-label] [theirs-label]';

async function check(options: CommonOptions, names: readonly string[]): Promise<Answer> {
  const folder = options.project ?? '.';
  const config = await readConfig(folder);
  const given = await Promise.all(
    names.map(async (path) => {
      const bytes = (await readVersion(folder, path)) ?? new Uint8Array();
      const { topic, comments } = ruleOfContract(config, path);
      return { path, bytes, topic, comments };
    }),
  );
  const checked = await checkWithin(given);
  const files = checked.map(({ path, findings }) => ({ path, findings }));
  const lines = files.flatMap(({ path, findings }) =>
    findings.length === 0
      ? [`${path}: nothing found`]
      : findings.map(
          (one) => `${path}: ${one.path ? `${one.path}: ` : ''}${one.message} (${one.rule})`,
        ),
  );
  print(options, { files }, lines);
  const isBad = ({ severity }: ContractFinding) => severity !== 'info';
  return files.some(({ findings }) => findings.some(isBad)) ? 1 : 0;
}

/** Exits with 0 also when the files differ. */
async function diff(options: CommonOptions, before: string, after: string): Promise<Answer> {
  const folder = options.project ?? '.';
  const [from, to] = await Promise.all([before, after].map((file) => readVersion(folder, file)));
  const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('utf8');
  const { topic, identity, sets } = ruleOfContract(await readConfig(folder), after);
  const input = { before: text(from), after: text(to), topic, identity, sets };
  const changes = await diffWithin(input);
  if (!changes) throw notComparable(before, after);
  print(options, { changes }, changes.length > 0 ? changes.map(changeLine) : ['No difference.']);
  return 0;
}

function notComparable(before: string, after: string): CoreFailure {
  return new CoreFailure({
    code: 'contracts.notComparable',
    message: `${before} and ${after} cannot be compared by meaning.`,
    data: { before, after },
  });
}
