import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Repository, stateFolder } from '../git/repository.ts';
import { JsonFile } from '../json-file.ts';

const queue = z.record(z.string(), z.array(z.object({ id: z.string(), text: z.string() })));
export type PromptQueue = z.infer<typeof queue>;

const FILE = /^prompts-(.+)\.json$/;

/** Prompts waiting for idle sessions, by agent; kept across restarts. */
export function promptQueue(
  repo: Pick<Repository, 'commonDir'>,
  feature: string,
): JsonFile<PromptQueue> {
  const path = join(stateFolder(repo), `prompts-${feature}.json`);
  return new JsonFile(path, { schema: queue, empty: {} });
}

/** Features with a prompt queue, which may be empty. */
export async function featuresWithPrompts(repo: Pick<Repository, 'commonDir'>): Promise<string[]> {
  const names = await readdir(stateFolder(repo)).catch(() => []);
  return names.flatMap((name) => FILE.exec(name)?.[1] ?? []);
}
