import * as z from 'zod';

/** Both sides did something different at one place of a contract. The three are source; null where there is nothing. */
export const contractConflict = z.object({
  /** Dotted, with `[identity]` for items of lists; empty for the whole file. */
  path: z.string(),
  kind: z.enum(['changed', 'added', 'deleted-by-ours', 'deleted-by-theirs', 'invalid']),
  base: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
});
export type ContractConflict = z.infer<typeof contractConflict>;

/** Something about a contract that a rule found. */
export const contractFinding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  path: z.string(),
  message: z.string(),
});
export type ContractFinding = z.infer<typeof contractFinding>;

/** One difference of two versions of a contract. `from` and `to` are source; null where there is nothing. */
export const contractChange = z.object({
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Who relied on the version before may fail with this one. */
  breaking: z.boolean(),
});
export type ContractChange = z.infer<typeof contractChange>;
