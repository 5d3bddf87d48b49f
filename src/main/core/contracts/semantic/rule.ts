import type { ContractTopic } from '../contract-rules.ts';
import type { ContractFinding } from '../types.ts';

/** A contract as plain values, with what is known about it. */
export interface Contract {
  readonly path: string;
  readonly topic: ContractTopic | null;
  readonly value: unknown;
  /** Agents that rely on it, as configured. */
  readonly consumers: readonly string[];
}

/** One contract among all that are known, and what it came from where it was merged or changed. */
export interface RuleInput {
  readonly contract: Contract;
  readonly others: readonly Contract[];
  /** The version that it replaces; undefined where none is known. */
  readonly before?: unknown;
  /** Both sides of the merge that made it. */
  readonly sides?: { readonly ours: unknown; readonly theirs: unknown };
}

export interface Found {
  readonly path: string;
  readonly message: string;
}

/** Something that a contract may not say although every line of it is fine. */
export interface SemanticRule {
  readonly id: string;
  readonly topics: readonly ContractTopic[];
  readonly severity: ContractFinding['severity'];
  /** One line: why it matters. */
  readonly reason: string;
  find(input: RuleInput): Iterable<Found>;
}
