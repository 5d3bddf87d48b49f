import { checkContract } from './check.ts';
import { type ContractTopic, topicOf } from './contract-rules.ts';
import { checkSemantics, introduced } from './semantic/check-semantics.ts';
import type { Contract } from './semantic/rule.ts';
import { isRecord, readValues, textOf } from './semantic/values.ts';
import type { ContractFinding } from './types.ts';

/** How deep tokens are looked for where the name of a file does not tell what it is about. */
const GROUPS_OF_TOKENS = 4;

/** A contract to be checked, with what is known about it. */
export interface CheckFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Default: by its name, else by what it holds. */
  readonly topic?: ContractTopic | null | undefined;
  readonly consumers?: readonly string[] | undefined;
  /** The version that it replaces. */
  readonly before?: Uint8Array | null | undefined;
  /** Both sides of the merge that made it. */
  readonly sides?: { readonly ours: Uint8Array; readonly theirs: Uint8Array } | undefined;
}

export interface CheckedFile {
  readonly path: string;
  readonly findings: readonly ContractFinding[];
  /** Those that the version before had not, nor both sides of the merge. */
  readonly introduced: readonly ContractFinding[];
}

/** Checks contracts each by itself and against each other: syntax, then what the rules of their topic say. Pure. */
export function checkFiles(files: readonly CheckFile[]): readonly CheckedFile[] {
  const read = files.map((file) => ({ file, ...checkContract(file.bytes) }));
  const contracts = read.map(({ file, value }) => contractOf(file, value));
  const replaced = files.map((file) => contractOf(file, file.before && valuesOf(file.before)));
  return read.map(({ file, findings }, index) => {
    const others = without(contracts, index);
    const contract = contracts[index] ?? contractOf(file, undefined);
    const old = replaced[index];
    const semantic = checkSemantics({
      contract,
      others,
      ...(old?.value === undefined ? {} : { before: old.value }),
      ...(file.sides ? { sides: sidesOf(file.sides) } : {}),
    });
    const earlier = [
      ...(file.before ? checkContract(file.before).findings : []),
      ...(old ? checkSemantics({ contract: old, others: without(replaced, index) }) : []),
      ...(file.sides ? commonTo(file, others, old?.value) : []),
    ];
    const all = [...findings, ...semantic];
    return { path: file.path, findings: all, introduced: introduced(all, earlier) };
  });
}

function contractOf(file: CheckFile, value: unknown): Contract {
  const { path, consumers = [] } = file;
  return { path, topic: file.topic ?? topicOf(path) ?? topicByContent(value), value, consumers };
}

function topicByContent(value: unknown): ContractTopic | null {
  if (!isRecord(value)) return null;
  const isSchema =
    /json-schema\.org/.test(textOf(value['$schema']) ?? '') || isRecord(value['properties']);
  if (isSchema || 'openapi' in value || 'swagger' in value) return 'schema';
  if (hasTokens(value, 0)) return 'tokens';
  if ('$schema' in value) return 'schema';
  if ('tables' in value) return 'database';
  const groups = [value, ...Object.values(value)];
  return groups.some((group) => isRecord(group) && 'endpoints' in group) ? 'api' : null;
}

/** A `$value` some groups down: nothing but tokens has one. */
function hasTokens(value: unknown, level: number): boolean {
  if (!isRecord(value) || level > GROUPS_OF_TOKENS) return false;
  return '$value' in value || Object.values(value).some((inner) => hasTokens(inner, level + 1));
}

/** What a side had by itself did not come about by the merge. */
function commonTo(
  file: CheckFile,
  others: readonly Contract[],
  before: unknown,
): readonly ContractFinding[] {
  const { ours, theirs } = sidesOf(file.sides);
  return [ours, theirs].flatMap((value) =>
    checkSemantics({
      contract: contractOf(file, value),
      others,
      ...(before === undefined ? {} : { before }),
    }),
  );
}

function sidesOf(sides: CheckFile['sides']) {
  return { ours: valuesOf(sides?.ours), theirs: valuesOf(sides?.theirs) };
}

function valuesOf(bytes: Uint8Array | null | undefined): unknown {
  return bytes ? readValues(Buffer.from(bytes).toString('utf8')) : undefined;
}

function without(contracts: readonly Contract[], index: number): readonly Contract[] {
  return contracts.filter((_, at) => at !== index);
}
