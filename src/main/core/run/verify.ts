import type { VerifyStep } from '../../../shared/plan/model.ts';
import type { VerifyContext } from '../merge/transaction.ts';
import { runTrustedLine } from '../trust/shell.ts';

/** Seconds that a step may take when the plan does not say. */
const DEFAULT_LIMIT = 15 * 60;

/**
 * Runs the verification steps of a sync point one after the other on the merged candidate; the first that fails ends
 * it and is named. The lines were trusted by the caller and come from the main checkout, not from the candidate.
 */
export async function verifySteps(
  steps: readonly VerifyStep[],
  context: VerifyContext & { readonly timeout: number | null },
): Promise<{ readonly ok: boolean; readonly culprit: string | null }> {
  const limit = context.timeout ?? DEFAULT_LIMIT;
  for (const step of steps) {
    const line =
      typeof step === 'string' ? step : `claude -p -- '${step.claude.replaceAll("'", "'\\''")}'`;
    context.onLog('verify', `$ ${line}\n`);
    const outcome = await runTrustedLine(line, {
      cwd: context.cwd,
      timeoutMs: limit * 1000,
      signal: context.signal,
      onOutput: (text) => context.onLog('verify', text),
    });
    if (outcome.code === 0 && !outcome.timedOut) continue;
    const how = outcome.timedOut
      ? `did not end within ${limit} s`
      : outcome.code === null
        ? 'was ended by a signal'
        : `ended with exit code ${outcome.code}`;
    return { ok: false, culprit: `\`${line}\` ${how}` };
  }
  return { ok: true, culprit: null };
}
