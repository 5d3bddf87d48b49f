import * as z from 'zod';
import { procedure } from './base.ts';
import { projectId } from './common.ts';

/** A program or setting of the repository that would run on this machine, literally. */
export const trustItem = z.object({ kind: z.string(), where: z.string(), text: z.string() });
export type TrustItem = z.infer<typeof trustItem>;

export const trustView = z.object({
  trusted: z.boolean(),
  /** Hash of all items; trust applies to exactly this hash. */
  hash: z.string(),
  items: z.array(trustItem),
});
export type TrustView = z.infer<typeof trustView>;

export const trustContract = {
  show: procedure.input(z.object({ project: projectId })).output(trustView),
  accept: procedure.input(z.object({ project: projectId, hash: z.string() })).output(trustView),
  revoke: procedure.input(z.object({ project: projectId })).output(trustView),
};
