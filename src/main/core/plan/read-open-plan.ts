import { CoreFailure } from '../failure.ts';
import { unreadable } from './files.ts';
import { readPlanText } from './read-text.ts';

/** The text of an open plan. Fails with `plan.notFound` when its file was deleted, and `plan.unreadable`. */
export async function readOpenPlan(path: string, file: string): Promise<string> {
  try {
    return await readPlanText(path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(file, thrown);
    throw new CoreFailure({
      code: 'plan.notFound',
      message: `The plan ${file} is not there any more.`,
      remedy: 'Restore the file, or open another plan.',
      data: { file },
    });
  }
}
