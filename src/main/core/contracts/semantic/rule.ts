import type { ContractTopic } from '../contract-rules.ts';
import type { ContractFinding } from '../types.ts';

/** A contract as plain values, with its context. */
export interface Contract {
  readonly path: string;
  readonly topic: ContractTopic | null;
  readonly value: unknown;
  /** Configured agents that rely on it. */
  readonly consumers: readonly string[];
}

/** The contract to check, with all other contracts and the versions that it was made from. */
export interface RuleInput {
  readonly contract: Contract;
  readonly others: readonly Contract[];
  /** The version that it replaces; undefined if unknown. */
  readonly before?: unknown;
  /** Both sides of the merge that produced it. */
  readonly sides?: { readonly ours: unknown; readonly theirs: unknown };
}

export interface Found {
  readonly path: string;
  readonly message: string;
}

/** Detects an error of meaning in a contract whose syntax is valid. */
export interface SemanticRule {
  readonly id: string;
  readonly topics: readonly ContractTopic[];
  readonly severity: ContractFinding['severity'];
  /** One line: why the rule matters. */
  readonly reason: string;
  find(input: RuleInput): Iterable<Found>;
}
