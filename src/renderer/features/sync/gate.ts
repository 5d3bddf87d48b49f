import type { GateItem } from '../../../shared/contract/run.ts';

/** Gate items that no reason can override. */
const FIRM: readonly string[] = ['trusted', 'committed', 'plan-valid'];

export function isTick(item: GateItem): boolean {
  return item.id.startsWith('tick:');
}

export function canOverride(item: GateItem): boolean {
  return !FIRM.includes(item.id);
}

export interface Decisions {
  /** Reason for the override, by gate item. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly commitLeftovers: boolean;
  readonly leaveOut: readonly string[];
  /** Null: the strategy of the plan. */
  readonly strategy: 'merge' | 'squash' | null;
}

export const NO_DECISIONS: Decisions = {
  overrides: {},
  commitLeftovers: false,
  leaveOut: [],
  strategy: null,
};

/** The items that still keep the gate closed, given the person's decisions. */
export function openItems(gate: readonly GateItem[], decisions: Decisions): readonly GateItem[] {
  return gate.filter((item) => {
    if (item.state === 'pass' || item.state === 'overridden') return false;
    if (item.id === 'committed' && decisions.commitLeftovers) return false;
    // Both are handled when the merge begins: it asks for missing trust and reads the contract files.
    if (item.id === 'trusted') return false;
    if (item.id === 'contracts-valid' && item.state === 'open') return false;
    return !decisions.overrides[item.id];
  });
}

/** The current gate, with `contracts-valid`, which only a preview evaluates, taken from the last preview. */
export function gateWith(
  gate: readonly GateItem[],
  preview: readonly GateItem[] | undefined,
): readonly GateItem[] {
  const contracts = preview?.find((item) => item.id === 'contracts-valid');
  return gate.map((item) =>
    item.id === 'contracts-valid' && item.state === 'open' && contracts ? contracts : item,
  );
}
