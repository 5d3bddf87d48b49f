import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { checkWithin } from '../../core/contracts/check-within.ts';
import { mergeContract } from '../../core/contracts/merge.ts';
import { mergeWithGit } from '../../core/contracts/text-merge.ts';
import type { ContractFinding, ContractMerge, Sides } from '../../core/contracts/types.ts';
import { CoreFailure } from '../../core/failure.ts';
import { type Answer, type CommonOptions, note, print } from '../output.ts';
import { type Run, sub } from '../program.ts';

/** How a version that does not exist is named, on every system. */
const MISSING = '/dev/null';

interface MergeOptions extends CommonOptions {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly policy?: string;
  readonly path?: string;
}

/** Merging and checking contracts as files, with or without a repository around them. */
export function contractCommands(program: Command, run: Run): void {
  const contracts = program.command('contracts').description('merge, check and compare contracts');
  sub(contracts, 'merge', 'three-way merge of a contract, to stdout')
    .requiredOption('--base <file>', 'the version both started from; /dev/null for none')
    .requiredOption('--ours <file>', 'our version; /dev/null for a deleted one')
    .requiredOption('--theirs <file>', 'their version; /dev/null for a deleted one')
    .addOption(
      new Option('--policy <name>', 'how strict to be; policies make no difference yet').choices([
        'additive',
        'review',
        'critical',
        'text',
      ]),
    )
    .option('--path <name>', 'what the file is called')
    .action(run(merge));
  sub(contracts, 'check <files...>', 'what is wrong with contract files, each and together').action(
    run(check),
  );
  sub(contracts, 'diff [files...]', 'readable difference of two contracts').action(run(notYet));
  sub(contracts, 'merge-driver <base> <ours> <theirs> [name]', 'as a git merge driver').action(
    run(drive),
  );
}

async function merge(options: MergeOptions): Promise<Answer> {
  const folder = options.project ?? '.';
  const [base, ours, theirs] = await Promise.all(
    [options.base, options.ours, options.theirs].map((file) => read(folder, file)),
  );
  const sides: Sides = { base: base ?? null, ours: ours ?? null, theirs: theirs ?? null };
  const result = await mergeContract(sides, { mergeText: mergeWithGit });
  const merged = { ...result, findings: [...result.findings, ...policyFindings(options.policy)] };
  const { bytes, ...rest } = merged;
  if (options.json) print(options, { ...rest, text: Buffer.from(bytes).toString('utf8') }, []);
  else {
    process.stdout.write(bytes);
    tell(merged, options.path ?? options.ours);
  }
  return merged.outcome === 'clean' ? 0 : 1;
}

/** Never more than 1: from 128 on, git takes a driver for broken and gives up the whole merge. */
async function drive(
  options: CommonOptions,
  base: string,
  ours: string,
  ...[theirs, name]: readonly [string, string | undefined]
): Promise<Answer> {
  try {
    const folder = options.project ?? '.';
    const [before, own, other] = await Promise.all(
      [base, ours, theirs].map((file) => read(folder, file)),
    );
    const sides: Sides = { base: before ?? null, ours: own ?? null, theirs: other ?? null };
    const merged = await mergeContract(sides, { mergeText: mergeWithGit });
    if (ours !== MISSING) await writeFile(resolve(folder, ours), merged.bytes);
    const { outcome, method, conflicts, findings } = merged;
    if (options.json) print(options, { outcome, method, conflicts, findings }, []);
    tell(merged, name ?? ours);
    return outcome === 'clean' ? 0 : 1;
  } catch (thrown) {
    note(`${name ?? ours}: not merged. ${thrown instanceof Error ? thrown.message : thrown}`);
    return 1;
  }
}

async function check(options: CommonOptions, names: readonly string[]): Promise<Answer> {
  const folder = options.project ?? '.';
  const given = await Promise.all(
    names.map(async (path) => ({ path, bytes: (await read(folder, path)) ?? new Uint8Array() })),
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

function policyFindings(policy: string | undefined): readonly ContractFinding[] {
  if (policy === undefined || policy === 'additive') return [];
  const message = `The policy ${policy} is not applied yet: merged as additive.`;
  return [{ rule: 'policy.notApplied', severity: 'warning', path: '', message }];
}

async function read(folder: string, file: string): Promise<Uint8Array | null> {
  if (file === MISSING) return null;
  try {
    return await readFile(resolve(folder, file));
  } catch (thrown) {
    throw new CoreFailure({
      code: 'contracts.notRead',
      message: `${file} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}.`,
      remedy: 'Name a file that exists, or /dev/null for a version that does not.',
      exit: 3,
    });
  }
}

function tell({ conflicts, findings }: ContractMerge, name: string): void {
  for (const { path, kind } of conflicts)
    note(`${name}: conflict at ${path || 'the file'} (${kind})`);
  for (const { message } of findings) note(`${name}: ${message}`);
}

async function notYet(): Promise<Answer> {
  throw new CoreFailure({
    code: 'contracts.notYet',
    message: 'Comparing contracts is not there yet in this version.',
    remedy: 'git diff shows the difference of lines.',
    exit: 3,
  });
}
