import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { changeLine } from '../../core/contracts/change-words.ts';
import { checkWithin } from '../../core/contracts/check-within.ts';
import { contractRules, topicOf } from '../../core/contracts/contract-rules.ts';
import { decideWithin } from '../../core/contracts/decide.ts';
import { ADDITIVE, mergeContract } from '../../core/contracts/merge.ts';
import { type Head, mergeContracts } from '../../core/contracts/merge-many.ts';
import { mergeWithGit } from '../../core/contracts/text-merge.ts';
import { diffWithin } from '../../core/contracts/tree-changes.ts';
import type {
  ContractConflict,
  ContractFinding,
  ContractMerge,
  MergeRules,
  Policy,
  Sides,
} from '../../core/contracts/types.ts';
import { CoreFailure } from '../../core/failure.ts';
import { readConfig } from '../../core/project/config.ts';
import { type Answer, type CommonOptions, note, print } from '../output.ts';
import { type Run, sub } from '../program.ts';

/** How a version that does not exist is named, on every system. */
const MISSING = '/dev/null';

interface MergeOptions extends CommonOptions {
  readonly base: string;
  readonly ours: string;
  readonly theirs: readonly string[];
  readonly policy?: Policy;
  readonly path?: string;
}

/** Merging and checking contracts as files, with or without a repository around them. */
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
    .option('--path <name>', 'what the file is called')
    .action(run(merge));
  sub(contracts, 'check <files...>', 'what is wrong with contract files, each and together').action(
    run(check),
  );
  sub(contracts, 'diff <before> <after>', 'readable difference of two contracts').action(run(diff));
  sub(contracts, 'merge-driver <base> <ours> <theirs> [name]', 'as a git merge driver').action(
    run(drive),
  );
}

async function merge(options: MergeOptions): Promise<Answer> {
  const folder = options.project ?? '.';
  const name = options.path ?? options.ours;
  const files = [options.base, options.ours, ...options.theirs];
  const [base = null, ...versions] = await Promise.all(files.map((file) => read(folder, file)));
  const heads = versions.map((bytes, index) => ({ name: files[index + 1] ?? '', bytes }));
  const known = await rulesOf(folder, options.path);
  const rules: MergeRules = { ...known, policy: options.policy ?? known.policy };
  const ports = { mergeText: mergeWithGit, decide: decideWithin() };
  const merged = await mergeContracts(base, heads, { ports, rules });
  const found = await semanticFindings(merged, { path: name, base, heads });
  const { bytes, findings, ...rest } = merged;
  const all = [...findings, ...found];
  const text = Buffer.from(bytes).toString('utf8');
  if (options.json) print(options, { ...rest, findings: all, text }, []);
  else {
    process.stdout.write(bytes);
    tell({ ...merged, findings: all }, name);
  }
  const isStopped =
    rules.policy === 'critical' && found.some(({ severity }) => severity !== 'info');
  return merged.outcome === 'clean' && !isStopped ? 0 : 1;
}

/** What the merge brought into the contract, as the rules of its topic see it. */
async function semanticFindings(
  { outcome, bytes }: Pick<ContractMerge, 'outcome' | 'bytes'>,
  from: {
    readonly path: string;
    readonly base: Uint8Array | null;
    readonly heads: readonly Head[];
  },
): Promise<readonly ContractFinding[]> {
  if (outcome !== 'clean') return [];
  const [ours, theirs] = from.heads.map((head) => head.bytes);
  const sides = ours && theirs && from.heads.length === 2 ? { ours, theirs } : undefined;
  const [checked] = await checkWithin([{ path: from.path, bytes, before: from.base, sides }]);
  return checked?.introduced ?? [];
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
    const ports = { mergeText: mergeWithGit, decide: decideWithin() };
    const rules = await rulesOf(folder, name);
    const merged = await mergeContract(sides, ports, { rules });
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

/** What the configuration beside the files says of one of them. */
async function rulesOf(folder: string, path: string | undefined): Promise<MergeRules> {
  const config = await readConfig(folder);
  const rule = path && config.contracts?.length ? contractRules(config, null).of(path) : null;
  return rule ? { policy: rule.policy, identity: rule.identity } : ADDITIVE;
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

interface Told {
  readonly conflicts: readonly (ContractConflict & { readonly parties?: readonly string[] })[];
  readonly findings: readonly ContractFinding[];
}

function tell({ conflicts, findings }: Told, name: string): void {
  for (const { path, kind, parties = [] } of conflicts) {
    const who = parties.length > 2 ? ` of ${parties.join(', ')}` : '';
    note(`${name}: conflict at ${path || 'the file'} (${kind})${who}`);
  }
  for (const { message } of findings) note(`${name}: ${message}`);
}

/** 0 also when they differ: the difference is the answer. */
async function diff(options: CommonOptions, before: string, after: string): Promise<Answer> {
  const folder = options.project ?? '.';
  const [from, to] = await Promise.all([before, after].map((file) => read(folder, file)));
  const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('utf8');
  const input = { before: text(from), after: text(to), topic: topicOf(after), identity: [] };
  const changes = await diffWithin(input);
  if (!changes) throw notComparable(before, after);
  print(options, { changes }, changes.length > 0 ? changes.map(changeLine) : ['No difference.']);
  return 0;
}

function notComparable(before: string, after: string): CoreFailure {
  return new CoreFailure({
    code: 'contracts.notComparable',
    message: `${before} and ${after} cannot be compared by what they say.`,
    remedy: '"contracts check" says what is wrong with a file; git diff shows the lines.',
    data: { before, after },
    exit: 1,
  });
}
