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

/** Those findings that were not there before, neither here nor there. What only moved to another line is not new. */
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

/** Without lines and positions, which change with everything above. */
function roughly({ rule, path, message }: ContractFinding): string {
  const plain = message.replace(/line \d+, column \d+/g, 'there').replace(/\[\d+\]/g, '[]');
  return `${rule} ${path.replace(/\[\d+\]/g, '[]')} ${plain}`;
}
