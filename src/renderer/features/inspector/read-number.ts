import type * as z from 'zod';
import { fail, ok, type Result } from '../../../shared/result.ts';

/** The number that a text holds, or null for an empty text. Fails when the schema refuses what was typed. */
export function readNumber(text: string, schema: z.ZodType): Result<number | null, 'refused'> {
  if (text.trim() === '') return ok(null);
  const number = Number(text);
  return schema.safeParse(number).success ? ok(number) : fail('refused');
}
