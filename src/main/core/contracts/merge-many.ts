import type { ContractChoice, ContractConflict } from '../../../shared/contract/contracts.ts';
import { conflictText } from './conflict-text.ts';
import { decideWithin } from './decide-within.ts';
import type { CheckAs } from './jobs.ts';
import { mergeContract } from './merge.ts';
import { checked, mergeChecked } from './merge-checked.ts';
import { mergeWithGit } from './text-merge.ts';
import { diffsWithin } from './tree-changes.ts';
import type { ContractMerge, MergeRules, Sides } from './types.ts';

export interface Head {
  /** Name to show in conflicts. */
  readonly name: string;
  /** Null if this head has no such file. */
  readonly bytes: Uint8Array | null;
}

export interface SharedConflict extends ContractConflict {
  /** Names of all heads that changed this place, in their order. */
  readonly parties: readonly string[];
}

export interface ManyMerge extends Omit<ContractMerge, 'conflicts'> {
  readonly conflicts: readonly SharedConflict[];
}

export interface MergeHow {
  readonly rules: MergeRules;
  /** How to check the result. */
  readonly check: Pick<CheckAs, 'path' | 'topic' | 'consumers'>;
}

/**
 * Merges any number of versions of one contract, one after another into the first. After a conflict it continues with
 * the earlier side, to find further heads that changed the same place. Which places conflict does not depend on the
 * order, with one exception: if one head renamed an entry and two others changed it, a rename that comes first
 * conflicts with the last head.
 */
export async function mergeContracts(
  base: Uint8Array | null,
  heads: readonly Head[],
  how: MergeHow,
): Promise<ManyMerge> {
  const [first, second, ...more] = heads;
  if (!first) throw new Error('There is nothing to merge.');
  if (second && more.length === 0) return mergeTwo(base, [first, second], how);
  const merged = await mergeInTurn(base, heads, how.rules);
  const versions = heads.flatMap(({ bytes }) => bytes ?? []);
  const found = await checked(merged, { ...how.check, before: base, heads: versions });
  const { identity } = how.rules;
  return { ...found, conflicts: await withParties(found.conflicts, { base, heads, identity }) };
}

/** With two heads, both changed every place in conflict. */
async function mergeTwo(
  base: Uint8Array | null,
  [own, other]: readonly [Head, Head],
  { rules, check }: MergeHow,
): Promise<ManyMerge> {
  const [ours, theirs] = [own.bytes, other.bytes];
  const sides = ours && theirs ? { ours, theirs } : undefined;
  const merged = await mergeChecked({ base, ours, theirs }, rules, {
    ...check,
    before: base,
    sides,
  });
  const parties = [own.name, other.name];
  return { ...merged, conflicts: merged.conflicts.map((one) => ({ ...one, parties })) };
}

async function mergeInTurn(
  base: Uint8Array | null,
  heads: readonly Head[],
  rules: MergeRules,
): Promise<ContractMerge> {
  const keepingOurs = await inTurn(base, heads, { rules, side: 'ours' });
  const { merged } = keepingOurs;
  if (merged.outcome !== 'conflict' || !keepingOurs.kept) return merged;
  // Merge again with the other side at conflicts: both texts contain everything that merged, so they differ exactly at
  // the conflicts.
  const other = await inTurn(base, heads, { rules, side: 'theirs' });
  if (!other.kept) return merged;
  const [ours, theirs] = [keepingOurs.kept, other.kept].map((bytes) =>
    Buffer.from(bytes).toString('utf8'),
  );
  const text = conflictText({ ours: ours ?? '', theirs: theirs ?? '', base: null }, rules.markers);
  return text === ours ? merged : { ...merged, bytes: new TextEncoder().encode(text) };
}

interface InTurn {
  readonly merged: ContractMerge;
  /** All heads merged, with one side at each conflict; null if a structural merge is impossible. */
  readonly kept: Uint8Array | null;
}

async function inTurn(
  base: Uint8Array | null,
  [first, ...others]: readonly Head[],
  { rules, side }: { readonly rules: MergeRules; readonly side: 'ours' | 'theirs' },
): Promise<InTurn> {
  const none = { conflicts: [], decisions: [], findings: [] };
  const start = first?.bytes ?? new Uint8Array();
  let merged: ContractMerge = { outcome: 'clean', method: 'trivial', bytes: start, ...none };
  let ours = first?.bytes ?? null;
  const conflicts = new Map<string, ContractConflict>();
  for (const { bytes: theirs } of others) {
    const sides = { base, ours, theirs };
    const step = await mergeContract(sides, PORTS, { rules });
    merged = joined(merged, step);
    for (const one of step.conflicts) if (!conflicts.has(one.path)) conflicts.set(one.path, one);
    const kept = step.outcome === 'conflict' ? await keeping(side, sides, { step, rules }) : step;
    if (kept?.outcome !== 'clean')
      return { merged: { ...merged, conflicts: [...conflicts.values()] }, kept: null };
    ours = kept.bytes;
  }
  return { merged: { ...merged, conflicts: [...conflicts.values()] }, kept: ours };
}

const PORTS = { mergeText: mergeWithGit, decide: decideWithin() };

/** The merge with one side at each conflict; null if a structural merge is impossible. */
async function keeping(
  side: 'ours' | 'theirs',
  sides: Sides,
  { step, rules }: { readonly step: ContractMerge; readonly rules: MergeRules },
): Promise<ContractMerge | null> {
  const choice: ContractChoice = { kind: 'side', side };
  const choices = new Map(step.conflicts.map(({ path }) => [path, choice]));
  const kept = await mergeContract(sides, PORTS, { rules, choices });
  return kept.outcome === 'clean' ? kept : null;
}

/** Combines the results of two steps; a conflict is never resolved by a later step. */
function joined(before: ContractMerge, step: ContractMerge): ContractMerge {
  const strongest = before.method === 'structure' ? before.method : step.method;
  const bad = [before, step].find(({ outcome }) => outcome !== 'clean');
  return {
    outcome: bad?.outcome ?? 'clean',
    method: bad?.method ?? strongest,
    bytes: (bad ?? step).bytes,
    conflicts: [],
    decisions: [...before.decisions, ...step.decisions],
    findings: [...before.findings, ...step.findings],
  };
}

/** Names the heads that changed each place; every head if that cannot be determined. */
async function withParties(
  conflicts: readonly ContractConflict[],
  {
    base,
    heads,
    identity,
  }: Pick<MergeRules, 'identity'> & {
    readonly base: Uint8Array | null;
    readonly heads: readonly Head[];
  },
): Promise<readonly SharedConflict[]> {
  if (conflicts.length === 0) return [];
  const text = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString('utf8');
  const before = text(base);
  const differences = await diffsWithin(
    heads.map(({ bytes }) => ({ before, after: text(bytes), topic: null, identity })),
  );
  const changed = differences.map((changes) => changes?.map(({ path }) => path) ?? ['']);
  return conflicts.map((one) => ({
    ...one,
    parties: heads.flatMap(({ name }, index) =>
      changed[index]?.some((path) => isAt(path, one.path)) ? [name] : [],
    ),
  }));
}

/** Whether one path equals or contains the other. */
function isAt(one: string, other: string): boolean {
  if (one === '' || other === '' || one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.startsWith(short) && ['.', '['].includes(long[short.length] ?? '');
}
