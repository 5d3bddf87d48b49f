import { runWithin } from './budget.ts';
import type { CheckedFile, CheckFile } from './check-files.ts';
import { OutOfBudget } from './types.ts';

/** Checks contracts, in a worker thread if they are large. Exceeding the budget is reported as a finding. */
export async function checkWithin(files: readonly CheckFile[]): Promise<readonly CheckedFile[]> {
  const sizes = files.flatMap(({ bytes, before, sides }) =>
    [bytes, before, sides?.ours, sides?.theirs].map((one) => one?.length ?? 0),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  try {
    return await runWithin({ name: 'check', input: files }, bytes);
  } catch (thrown) {
    if (!(thrown instanceof OutOfBudget)) throw thrown;
    const message = `It was not checked. ${thrown.message}`;
    const finding = { rule: 'contract.unchecked', severity: 'warning', path: '', message } as const;
    return files.map(({ path }) => ({ path, findings: [finding], introduced: [finding] }));
  }
}
