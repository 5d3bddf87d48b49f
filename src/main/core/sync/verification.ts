import type { VerifyStep } from '../../../shared/plan/model.ts';
import type { Repository } from '../git/repository.ts';
import { verifyMark } from '../landing/orphan-processes.ts';
import type { Verdict, Verify, VerifyContext } from '../landing/verdict.ts';
import { runTrustedLine } from '../trust/run-shell.ts';
import { setUpIntegration } from './integration-setup.ts';
import { type ClaudeProgram, claudeProgram, runClaudeCommand } from './verify-claude.ts';
import { openVerifyLog, type VerifyLog, verifyLogPath } from './verify-log.ts';

/** Seconds that a step may take when the plan does not say. */
const DEFAULT_LIMIT = 15 * 60;

export interface Verification {
  readonly repo: Repository;
  readonly feature: string;
  readonly sync: string;
  /** From the main checkout, not from the candidate, and trusted by the caller. */
  readonly steps: readonly VerifyStep[];
  /** The line that makes a new worktree ready; trusted by the caller. */
  readonly setup: string | null;
  /** Seconds for each step. */
  readonly timeout: number | null;
}

/** What a step runs: null when it passed, else how it failed. */
type Step = {
  readonly name: string;
  readonly run: (context: StepContext) => Promise<string | null>;
};
type StepContext = Pick<VerifyContext, 'cwd' | 'signal'> & {
  readonly onOutput: (text: string) => void;
};

/** Milliseconds that looking for the culprit may take: as long as two steps. */
export function searchLimit(timeout: number | null): number {
  return (timeout ?? DEFAULT_LIMIT) * 2 * 1000;
}

/**
 * The verification of a sync point: set-up where it is due, then each step; one that fails is run once more, and named
 * as flaky when it passes then. The first that fails twice ends it. Output is kept beside the run's journal. Throws
 * `claude.notFound` before anything is made.
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
    // Asked about one step alone, the answer is wanted soon, and it failed twice before.
    const again = first !== null && context.upTo === undefined;
    if (again) context.onOutput(`\n${step.name} ${first}. Once more:\n`);
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
      if (exit === null) onOutput('Set up already for these dependencies.\n');
      return exit === null || exit === 0 ? null : `ended with exit code ${exit}`;
    },
  };
}

interface Around {
  readonly repo: Repository;
  /** Seconds. */
  readonly limit: number;
  readonly claude: ClaudeProgram | null;
}

function stepOf(step: VerifyStep, { repo, limit, claude }: Around): Step {
  const timeoutMs = limit * 1000;
  const env = verifyMark(repo);
  if (typeof step !== 'string') {
    if (!claude) throw new Error('claude was not looked for');
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
