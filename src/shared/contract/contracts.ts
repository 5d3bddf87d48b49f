import * as z from 'zod';

/** Where in a text, in characters. */
const textRange = z.tuple([z.number(), z.number()]);

/** Both sides did something different at one place of a contract. The three are source; null where there is nothing. */
export const contractConflict = z.object({
  /** Dotted, with `[identity]` for items of lists; empty for the whole file. */
  path: z.string(),
  /**
   * `moved`: renamed or moved, with its keys in the sources. `items`: neighbouring items of a list that has an order.
   * `order`: the order of a list. `invalid`: the whole file, as its lines would say something that neither side says.
   */
  kind: z.enum([
    'changed',
    'added',
    'deleted-by-ours',
    'deleted-by-theirs',
    'moved',
    'items',
    'order',
    'invalid',
  ]),
  base: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  /** Where that stands in each version; not there for the whole file. */
  places: z
    .object({
      base: textRange.nullable(),
      ours: textRange.nullable(),
      theirs: textRange.nullable(),
    })
    .optional(),
  /** Why it is one, where the sources do not show it. */
  reason: z.string().optional(),
  /** What can be chosen, in words. */
  choices: z.array(z.string()).optional(),
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

/**
 * What a person chose at one place of a contract. `both` where two lists met; `renamed`: the entry that one side deleted is
 * the one that it added with the same in it; `text` is the source of a value.
 */
export const contractChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('side'), side: z.enum(['base', 'ours', 'theirs']) }),
  z.object({ kind: z.literal('both') }),
  z.object({ kind: z.literal('renamed') }),
  z.object({ kind: z.literal('text'), text: z.string() }),
]);
export type ContractChoice = z.infer<typeof contractChoice>;

/** A conflict in a contract, place by place. */
export const contractCards = z.object({
  cards: z.array(
    z.object({
      conflict: contractConflict,
      /** Which choices there are beside ours and theirs. */
      can: z.object({
        base: z.boolean(),
        both: z.boolean(),
        text: z.boolean(),
        renamed: z.boolean(),
      }),
      /** Null while it is open. */
      choice: contractChoice.nullable(),
    }),
  ),
  /** The contract with everything chosen; null while a place is open, or where the choices do not go together. */
  text: z.string().nullable(),
  /** Why the choices do not go together. */
  problem: z.string().nullable(),
});
export type ContractCards = z.infer<typeof contractCards>;
