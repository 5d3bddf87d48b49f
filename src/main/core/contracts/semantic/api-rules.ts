import { BREAKING_RULES } from './breaking-rules.ts';
import { ENDPOINT_RULES } from './endpoint-rules.ts';
import { REQUIRED_RULES } from './required-rules.ts';
import type { SemanticRule } from './rule.ts';
import { SECURITY_RULES } from './security-rules.ts';
import { TYPE_RULES } from './type-rules.ts';

export const API_RULES: readonly SemanticRule[] = [
  ...ENDPOINT_RULES,
  ...SECURITY_RULES,
  ...REQUIRED_RULES,
  ...TYPE_RULES,
  ...BREAKING_RULES,
];
