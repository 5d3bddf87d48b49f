import type { ContractFinding } from '../types.ts';
import { API_RULES } from './api-rules.ts';
import { CROSS_RULES } from './cross-rules.ts';
import { DATABASE_RULES } from './database-rules.ts';
import type { RuleInput, SemanticRule } from './rule.ts';
import { TOKEN_RULES } from './token-rules.ts';

/** All rules; add new ones here. */
export const RULES: readonly SemanticRule[] = [
  ...DATABASE_RULES,
  ...API_RULES,
  ...TOKEN_RULES,
  ...CROSS_RULES,
];

/** Findings of the rules for a contract's topic. */
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

/** Findings that did not exist before. A finding that only moved to another line or index is not new. */
export function introduced(
  after: readonly ContractFinding[],
  before: readonly ContractFinding[],
): readonly ContractFinding[] {
  const known = new Set(before.map(exactly));
  const fresh = after.filter((one) => !known.has(exactly(one)));
  const stayed = new Set(after.map(exactly));
  const gone = new Map(
    before.filter((one) => !stayed.has(exactly(one))).map((one) => [exactly(one), roughly(one)]),
  );
  return fresh.filter((one) => {
    const moved = [...gone].find(([, rough]) => rough === roughly(one));
    if (moved) gone.delete(moved[0]);
    return !moved;
  });
}

function exactly({ rule, path, message }: ContractFinding): string {
  return `${rule} ${path} ${message}`;
}

/** Ignores lines and indexes, which shift when text above changes. */
function roughly({ rule, path, message }: ContractFinding): string {
  const plain = message.replace(/line \d+, column \d+/g, 'there').replace(/\[\d+\]/g, '[]');
  return `${rule} ${path.replace(/\[\d+\]/g, '[]')} ${plain}`;
}
