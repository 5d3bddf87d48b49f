import type { VerifyStep } from '../../../shared/plan/model.ts';
import type { Repository } from '../git/repository.ts';
import { verifyMark } from '../landing/orphan-processes.ts';
import type { Verdict, Verify, VerifyContext } from '../landing/verdict.ts';
import { runTrustedLine } from '../trust/run-shell.ts';
import { setUpIntegration } from './integration-setup.ts';
import { type ClaudeProgram, claudeProgram, runClaudeCommand } from './verify-claude.ts';
import { openVerifyLog, type VerifyLog, verifyLogPath } from './verify-log.ts';

/** Seconds allowed per step if the plan sets no timeout. */
const DEFAULT_LIMIT = 15 * 60;

export interface Verification {
  readonly repo: Repository;
  readonly feature: string;
  readonly sync: string;
  /** Read from the main checkout, not from the candidate; the caller has checked trust. */
  readonly steps: readonly VerifyStep[];
  /** The set-up line for a new worktree; the caller has checked trust. */
  readonly setup: string | null;
  /** Seconds per step; null for the default. */
  readonly timeout: number | null;
}

/** `run` returns null if the step passed, else how it failed. */
type Step = {
  readonly name: string;
  readonly run: (context: StepContext) => Promise<string | null>;
};
type StepContext = Pick<VerifyContext, 'cwd' | 'signal'> & {
  readonly onOutput: (text: string) => void;
};

/** Milliseconds allowed for the search for the culprit: as long as two steps. */
export function searchLimit(timeout: number | null): number {
  return (timeout ?? DEFAULT_LIMIT) * 2 * 1000;
}

/**
 * Prepares the verification of a sync point: set-up if needed, then each step. A failed step is retried once and
 * reported as flaky if it then passes; verification ends at the first step that fails twice. Output is written next to
 * the run's journal. Throws `claude.notFound` before anything is created.
 */
export async function prepareVerify(verification: Verification): Promise<Verify> {
  const { repo, feature, sync, steps, setup } = verification;
  const limit = verification.timeout ?? DEFAULT_LIMIT;
  const claude = steps.some((step) => typeof step !== 'string') ? await claudeProgram() : null;
  const all = [
    ...(setup === null ? [] : [setupStep(repo, setup)]),
    ...steps.map((step) => stepOf(step, { repo, limit, claude })),
  ];
  let log: VerifyLog | null = null;
  return async (context) => {
    log ??= openVerifyLog(verifyLogPath(repo, feature, sync));
    const kept = log;
    const onOutput = (text: string) => {
      kept.write(text);
      context.onLog('verify', text);
    };
    try {
      return await runSteps(all, { ...context, onOutput });
    } finally {
      await kept.flush();
    }
  };
}

async function runSteps(
  steps: readonly Step[],
  context: StepContext & Pick<VerifyContext, 'upTo'>,
): Promise<Verdict> {
  const flaky: string[] = [];
  for (const step of steps) {
    const first = await runStep(step, context);
    // With `upTo` set, skip the retry: a quick answer matters, and that step has already failed twice.
    const again = first !== null && context.upTo === undefined;
    if (again) context.onOutput(`\n${step.name} ${first}. Retrying:\n`);
    const failed = again ? await runStep(step, context) : first;
    if (failed !== null)
      return { ok: false, culprit: `\`${step.name}\` ${failed}`, step: step.name, flaky };
    if (again) flaky.push(step.name);
    if (step.name === context.upTo) break;
  }
  return { ok: true, culprit: null, flaky };
}

async function runStep(step: Step, context: StepContext): Promise<string | null> {
  context.onOutput(`$ ${step.name}\n`);
  return step.run(context);
}

function setupStep(repo: Repository, setup: string): Step {
  return {
    name: setup,
    async run({ cwd, signal, onOutput }) {
      const exit = await setUpIntegration(repo, cwd, { setup, signal, onOutput });
      if (exit === null) onOutput('Set-up skipped: the dependencies have not changed.\n');
      return exit === null || exit === 0 ? null : `ended with exit code ${exit}`;
    },
  };
}

interface StepPorts {
  readonly repo: Repository;
  /** Seconds. */
  readonly limit: number;
  readonly claude: ClaudeProgram | null;
}

function stepOf(step: VerifyStep, { repo, limit, claude }: StepPorts): Step {
  const timeoutMs = limit * 1000;
  const env = verifyMark(repo);
  if (typeof step !== 'string') {
    if (!claude) throw new Error('claude was not located');
    return {
      name: `claude ${step.claude}`,
      run: (context) => runClaudeCommand(claude, step.claude, { ...context, env, timeoutMs }),
    };
  }
  return {
    name: step,
    async run({ cwd, signal, onOutput }) {
      const outcome = await runTrustedLine(step, { cwd, env, timeoutMs, signal, onOutput });
      if (outcome.timedOut) return `did not end within ${limit} s`;
      if (outcome.code === null) return 'was ended by a signal';
      return outcome.code === 0 ? null : `ended with exit code ${outcome.code}`;
    },
  };
}
