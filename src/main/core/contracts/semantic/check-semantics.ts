import type { ContractFinding } from '../types.ts';
import { API_RULES } from './api-rules.ts';
import { CROSS_RULES } from './cross-rules.ts';
import { DATABASE_RULES } from './database-rules.ts';
import type { RuleInput, SemanticRule } from './rule.ts';
import { TOKEN_RULES } from './token-rules.ts';

/** Every rule there is; a new one is added here. */
export const RULES: readonly SemanticRule[] = [
  ...DATABASE_RULES,
  ...API_RULES,
  ...TOKEN_RULES,
  ...CROSS_RULES,
];

/** What the rules for a contract's topic find in it. */
export function checkSemantics(input: RuleInput): readonly ContractFinding[] {
  const { topic, value } = input.contract;
  if (topic === null || value === undefined) return [];
  return RULES.filter(({ topics }) => topics.includes(topic)).flatMap((rule) =>
    [...rule.find(input)].map(
      ({ path, message }): ContractFinding => ({
        rule: rule.id,
        severity: rule.severity,
        path,
        message,
      }),
    ),
  );
}

/** Those findings that were not there before, neither here nor there. */
export function introduced(
  after: readonly ContractFinding[],
  before: readonly ContractFinding[],
): readonly ContractFinding[] {
  const known = new Set(before.map((one) => `${one.rule} ${one.path} ${one.message}`));
  return after.filter((one) => !known.has(`${one.rule} ${one.path} ${one.message}`));
}
