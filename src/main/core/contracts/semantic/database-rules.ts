import { COLUMN_RULES } from './column-rules.ts';
import { FOREIGN_KEY_RULES } from './foreign-key-rules.ts';
import { INDEX_RULES } from './index-rules.ts';
import { RELATIONSHIP_RULES } from './relationship-rules.ts';
import type { SemanticRule } from './rule.ts';
import { TABLE_RULES } from './table-rules.ts';

export const DATABASE_RULES: readonly SemanticRule[] = [
  ...TABLE_RULES,
  ...FOREIGN_KEY_RULES,
  ...INDEX_RULES,
  ...RELATIONSHIP_RULES,
  ...COLUMN_RULES,
];
