import * as z from 'zod';

/** A range of characters in a text. */
const textRange = z.tuple([z.number(), z.number()]);

/**
 * Both sides changed one place of a contract differently. The three texts are source; null where the entry is missing.
 */
export const contractConflict = z.object({
  /** Dotted, with `[identity]` for items of lists; empty for the whole file. */
  path: z.string(),
  /**
   * `moved`: renamed or moved, sources with keys. `items`: neighbouring items of an ordered list. `order`: the order of
   * a list. `invalid`: the whole file, because merging by lines would say something that neither side says.
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
  /** The ranges of the place in each version; absent for the whole file. */
  places: z
    .object({
      base: textRange.nullable(),
      ours: textRange.nullable(),
      theirs: textRange.nullable(),
    })
    .optional(),
  /** The reason for the conflict, where the sources do not show it. */
  reason: z.string().optional(),
  /** The available choices, as sentences. */
  choices: z.array(z.string()).optional(),
});
export type ContractConflict = z.infer<typeof contractConflict>;

/** A finding of a contract rule. */
export const contractFinding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  path: z.string(),
  message: z.string(),
});
export type ContractFinding = z.infer<typeof contractFinding>;

/** One difference between two versions of a contract. `from` and `to` are source; null where the entry is missing. */
export const contractChange = z.object({
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Consumers of the previous version may fail with this one. */
  breaking: z.boolean(),
});
export type ContractChange = z.infer<typeof contractChange>;

/**
 * A person's choice for one place of a contract. `both` joins two lists; `renamed` treats the entry that one side
 * deleted as the entry that it added with the same content; `text` is the source of a value.
 */
export const contractChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('side'), side: z.enum(['base', 'ours', 'theirs']) }),
  z.object({ kind: z.literal('both') }),
  z.object({ kind: z.literal('renamed') }),
  z.object({ kind: z.literal('text'), text: z.string() }),
]);
export type ContractChoice = z.infer<typeof contractChoice>;

/** The conflicts of a contract, place by place. */
export const contractCards = z.object({
  cards: z.array(
    z.object({
      conflict: contractConflict,
      /** Choices available besides ours and theirs. */
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
  /** The contract with all choices applied; null while a place is open or the choices contradict each other. */
  text: z.string().nullable(),
  /** Why the choices contradict each other. */
  problem: z.string().nullable(),
});
export type ContractCards = z.infer<typeof contractCards>;
