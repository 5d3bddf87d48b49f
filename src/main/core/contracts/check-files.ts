import { checkContract } from './check.ts';
import { readJsonValues } from './check-json.ts';
import { formOf } from './contract-form.ts';
import { type ContractTopic, topicOf } from './contract-rules.ts';
import { checkSemantics, introduced } from './semantic/check-semantics.ts';
import type { Contract } from './semantic/rule.ts';
import { isRecord, readValues, textOf } from './semantic/values.ts';
import type { ContractFinding } from './types.ts';

/** Depth to which tokens are searched when a file's name does not show its topic. */
const GROUPS_OF_TOKENS = 4;

/** A contract to check, with its context. */
export interface CheckFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Default: derived from its name, else from its content. */
  readonly topic?: ContractTopic | null | undefined;
  readonly consumers?: readonly string[] | undefined;
  /** Whether JSON may contain comments; default: derived from its name. */
  readonly comments?: boolean | undefined;
  /** The version that it replaces. */
  readonly before?: Uint8Array | null | undefined;
  /** Both sides of the merge that produced it. */
  readonly sides?: { readonly ours: Uint8Array; readonly theirs: Uint8Array } | undefined;
  /** All merged versions, if there are more than two. */
  readonly heads?: readonly Uint8Array[] | undefined;
}

export interface CheckedFile {
  readonly path: string;
  readonly findings: readonly ContractFinding[];
  /** Findings that neither the version before nor a side of the merge had. */
  readonly introduced: readonly ContractFinding[];
}

/**
 * Checks contracts individually and against each other: syntax first, then the rules of their topic. Pure. Parses the
 * previous version and the sides only when a rule asks for them, or when a finding may be older.
 */
export function checkFiles(files: readonly CheckFile[]): readonly CheckedFile[] {
  const read = files.map((file) => ({
    file,
    ...checkContract(file.bytes, formOf(file.path, file.comments)),
  }));
  const contracts = read.map(({ file, value }) => contractOf(file, value));
  const replaced = lazily(() => files.map((file) => contractOf(file, valuesOf(file, file.before))));
  return read.map(({ file, findings }, index) => {
    const others = without(contracts, index);
    const before = lazily(() => valuesOf(file, file.before));
    const semantic = checkSemantics({
      contract: contracts[index] ?? contractOf(file, undefined),
      others,
      get before() {
        return before();
      },
      ...(file.sides ? { sides: sidesOf(file, file.sides) } : {}),
    });
    const all = [...findings, ...semantic];
    if (all.length === 0) return { path: file.path, findings: all, introduced: all };
    const old = replaced();
    const earlier = [
      ...(file.before ? checkContract(file.before, formOf(file.path, file.comments)).findings : []),
      ...old
        .slice(index, index + 1)
        .flatMap((contract) => checkSemantics({ contract, others: without(old, index) })),
      ...foundInHeads(file, others, old[index]?.value),
    ];
    return { path: file.path, findings: all, introduced: introduced(all, earlier) };
  });
}

/** Computes a value once, on first use. */
function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
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

/** Searches for a `$value` in nested groups; only tokens have one. */
function hasTokens(value: unknown, level: number): boolean {
  if (!isRecord(value) || level > GROUPS_OF_TOKENS) return false;
  return '$value' in value || Object.values(value).some((inner) => hasTokens(inner, level + 1));
}

/** Findings that a side of the merge had already, so the merge did not introduce them. */
function foundInHeads(
  file: CheckFile,
  others: readonly Contract[],
  before: unknown,
): readonly ContractFinding[] {
  const { sides, heads = sides ? [sides.ours, sides.theirs] : [] } = file;
  return heads.flatMap((bytes) => [
    ...checkContract(bytes, formOf(file.path, file.comments)).findings,
    ...checkSemantics({
      contract: contractOf(file, valuesOf(file, bytes)),
      others,
      ...(before === undefined ? {} : { before }),
    }),
  ]);
}

function sidesOf(file: CheckFile, { ours, theirs }: NonNullable<CheckFile['sides']>) {
  const [own, other] = [ours, theirs].map((bytes) => lazily(() => valuesOf(file, bytes)));
  return {
    get ours() {
      return own?.();
    },
    get theirs() {
      return other?.();
    },
  };
}

function valuesOf({ path, comments }: CheckFile, bytes: Uint8Array | null | undefined): unknown {
  if (!bytes) return undefined;
  const text = Buffer.from(bytes).toString('utf8');
  return formOf(path, comments) === 'yaml' ? readValues(text) : readJsonValues(text);
}

function without(contracts: readonly Contract[], index: number): readonly Contract[] {
  return contracts.filter((_, at) => at !== index);
}
