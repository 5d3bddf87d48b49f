import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { journalPath } from './journal.ts';

/** The features of a repository that have a run journal. */
export async function listJournals(commonDir: string): Promise<readonly string[]> {
  const folder = dirname(journalPath(commonDir, 'any'));
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.slice(0, -'.jsonl'.length))
    .sort();
}
