import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { JsonFile } from '../json-file.ts';
import { NO_HISTORY, type SavedHistory, savedHistory } from './undo-history.ts';

/** The history file of a plan, in the app's own folder, which a repository cannot ship. */
export function savedHistoryOf(home: string, path: string): JsonFile<SavedHistory> {
  const name = createHash('sha256').update(path).digest('hex').slice(0, 32);
  return new JsonFile(join(home, 'plans', `${name}.json`), {
    schema: savedHistory,
    empty: NO_HISTORY,
  });
}
