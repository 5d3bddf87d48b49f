import * as z from 'zod';
import { procedure } from './base.ts';

export const machineContract = {
  /** What a report of a fault needs, as text for a person to read and paste: versions, checks, last incidents. */
  diagnostics: procedure.output(
    z.object({
      text: z.string(),
      /** The folder of the logs, absolute. */
      logs: z.string(),
    }),
  ),
};
