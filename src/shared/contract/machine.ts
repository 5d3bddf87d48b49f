import * as z from 'zod';
import { procedure } from './base.ts';

export const machineContract = {
  /** Text for a bug report that a person can read and paste: versions, checks, recent incidents. */
  diagnostics: procedure.output(
    z.object({
      text: z.string(),
      /** Absolute path of the log folder. */
      logs: z.string(),
    }),
  ),
};
