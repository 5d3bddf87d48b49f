import type { GateItem } from '../../../shared/contract/run.ts';

/** Gate items that no reason can override. */
const FIRM: readonly string[] = ['trusted', 'committed'];

export function isTick(item: GateItem): boolean {
  return item.id.startsWith('tick:');
}

export function canOverride(item: GateItem): boolean {
  return !FIRM.includes(item.id);
}

export interface Decisions {
  /** Reasons by item. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly commitLeftovers: boolean;
  readonly leaveOut: readonly string[];
}

export const NO_DECISIONS: Decisions = { overrides: {}, commitLeftovers: false, leaveOut: [] };

/** The items that still keep the gate closed after what the person decided. */
export function openItems(gate: readonly GateItem[], decisions: Decisions): readonly GateItem[] {
  return gate.filter((item) => {
    if (item.state === 'pass' || item.state === 'overridden') return false;
    if (item.id === 'committed' && decisions.commitLeftovers) return false;
    // Missing trust is asked for when the merge begins.
    if (item.id === 'trusted') return false;
    return !decisions.overrides[item.id];
  });
}
