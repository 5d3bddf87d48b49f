import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { JsonFile } from '../json-file.ts';
import { NO_HISTORY, type SavedHistory, savedHistory } from './undo-history.ts';

/** Where the history of a plan lies: in the app's own folder, out of reach of what a repository ships. */
export function savedHistoryOf(home: string, path: string): JsonFile<SavedHistory> {
  const name = createHash('sha256').update(path).digest('hex').slice(0, 32);
  return new JsonFile(join(home, 'plans', `${name}.json`), {
    schema: savedHistory,
    empty: NO_HISTORY,
  });
}
