import type { ContractChoice, ContractConflict } from '../../../shared/contract/contracts.ts';
import { type MergePorts, mergeContract } from './merge.ts';
import { diffWithin } from './tree-changes.ts';
import type { ContractMerge, MergeRules } from './types.ts';

export interface Head {
  /** How it is called where it conflicts. */
  readonly name: string;
  /** Null where it has no such file. */
  readonly bytes: Uint8Array | null;
}

export interface SharedConflict extends ContractConflict {
  /** Everybody who did something at this place, in the order of the heads. */
  readonly parties: readonly string[];
}

export interface ManyMerge extends Omit<ContractMerge, 'conflicts'> {
  readonly conflicts: readonly SharedConflict[];
}

/**
 * Merges any number of versions of one contract, one after the other into the first. After a conflict it goes on with
 * the earlier side, so that whoever else touched that place is told too. Which places conflict does not depend on the
 * order, but for an entry that one renamed and two others changed: renamed first, it is in conflict with the last.
 */
export async function mergeContracts(
  base: Uint8Array | null,
  heads: readonly Head[],
  { ports, rules }: { readonly ports: MergePorts; readonly rules: MergeRules },
): Promise<ManyMerge> {
  const [first, ...others] = heads;
  if (!first) throw new Error('There is nothing to merge.');
  const none = { conflicts: [], decisions: [], findings: [] };
  const start = first.bytes ?? new Uint8Array();
  let merged: ContractMerge = { outcome: 'clean', method: 'trivial', bytes: start, ...none };
  let ours = first.bytes;
  const conflicts = new Map<string, ContractConflict>();
  for (const { bytes: theirs } of others) {
    const sides = { base, ours, theirs };
    const step = await mergeContract(sides, ports, { rules });
    merged = joined(merged, step);
    if (step.outcome === 'unsupported') break;
    for (const one of step.conflicts) if (!conflicts.has(one.path)) conflicts.set(one.path, one);
    const kept =
      step.outcome === 'conflict' ? await keepingOurs(sides, step, { ports, rules }) : step;
    if (!kept) break;
    ours = kept.bytes;
  }
  const changed = await changedPaths(base, heads);
  return {
    ...merged,
    conflicts: [...conflicts.values()].map((one) => ({
      ...one,
      parties: heads.flatMap(({ name }, index) =>
        changed[index]?.some((path) => isAt(path, one.path)) ? [name] : [],
      ),
    })),
  };
}

type How = { readonly ports: MergePorts; readonly rules: MergeRules };

/** The merge with the earlier side at each conflict; null where structure cannot tell. */
async function keepingOurs(
  sides: Parameters<typeof mergeContract>[0],
  { conflicts }: ContractMerge,
  { ports, rules }: How,
): Promise<ContractMerge | null> {
  const ours: ContractChoice = { kind: 'side', side: 'ours' };
  const choices = new Map(conflicts.map(({ path }) => [path, ours]));
  const kept = await mergeContract(sides, ports, { rules, choices });
  return kept.outcome === 'clean' ? kept : null;
}

/** A conflict stays one, whatever comes after it. */
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

/** What each head changed, by path; every place where that cannot be told. */
function changedPaths(
  base: Uint8Array | null,
  heads: readonly Head[],
): Promise<readonly (readonly string[])[]> {
  const text = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString('utf8');
  return Promise.all(
    heads.map(async ({ bytes }) => {
      const input = { before: text(base), after: text(bytes), topic: null, identity: [] };
      return (await diffWithin(input))?.map(({ path }) => path) ?? [''];
    }),
  );
}

/** Whether one of two paths leads to, or through, the other. */
function isAt(one: string, other: string): boolean {
  if (one === '' || other === '' || one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.startsWith(short) && ['.', '['].includes(long[short.length] ?? '');
}
