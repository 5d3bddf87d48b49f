import { mergeStructure, textAnswer } from './structure.ts';
import {
  type Choices,
  type ContractMerge,
  type MergeRules,
  type MergeText,
  OutOfBudget,
  type Sides,
  type StructureInput,
} from './types.ts';

const NOTHING = new Uint8Array();
const NO_CHOICES: Choices = new Map();

/** Runs the structural merge, in this thread or (for large inputs) in another one. Throws OutOfBudget. */
export type DecideStructure = (input: StructureInput) => Promise<ContractMerge>;

export interface MergePorts {
  readonly mergeText: MergeText;
  /** Default: in this thread, without a limit. */
  readonly decide?: DecideStructure;
}

export const ADDITIVE: MergeRules = { policy: 'additive', identity: [] };

/**
 * Merges a contract (YAML 1.2 or JSON) by structure, using the inputs' own bytes. If the structural merge is not
 * certain, the result is the line merge with method `fallback` and a finding with the reason. Never throws because of
 * file contents; rethrows errors of `mergeText`.
 */
export async function mergeContract(
  sides: Sides,
  { mergeText, decide }: MergePorts,
  how: { readonly rules?: MergeRules; readonly choices?: Choices } = {},
): Promise<ContractMerge> {
  const { rules = ADDITIVE, choices = NO_CHOICES } = how;
  const trivial = trivialResult(sides);
  if (trivial) {
    const { bytes } = trivial;
    const none = { conflicts: [], decisions: [], findings: [] };
    return { outcome: 'clean', method: 'trivial', bytes, ...none };
  }
  const given = {
    base: sides.base ?? NOTHING,
    ours: sides.ours ?? NOTHING,
    theirs: sides.theirs ?? NOTHING,
  };
  const text = await mergeText(given, rules.markers);
  const input = { sides, text, rules, choices };
  if (rules.policy === 'text') return textAnswer(input, null);
  try {
    return decide ? await decide(input) : mergeStructure(input);
  } catch (thrown) {
    if (!(thrown instanceof OutOfBudget)) throw thrown;
    return textAnswer(input, thrown.message);
  }
}

function trivialResult({ base, ours, theirs }: Sides): { readonly bytes: Uint8Array } | null {
  if (isEqual(ours, theirs) || isEqual(base, theirs)) return { bytes: ours ?? NOTHING };
  return isEqual(base, ours) ? { bytes: theirs ?? NOTHING } : null;
}

function isEqual(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (!one || !other) return one === other;
  return Buffer.compare(one, other) === 0;
}
