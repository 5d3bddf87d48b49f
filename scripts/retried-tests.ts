import type { Reporter, TestCase } from 'vitest/node';

/** One retry stands for a race to be looked into; more than these hide something. */
const MOST_RETRIED = 3;

/**
 * Lists the tests that passed only when they ran again, each with its first error, at the end, and fails a run with too
 * many of them.
 */
export class RetriedTests implements Reporter {
  readonly #retried: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if ((test.diagnostic()?.retryCount ?? 0) === 0 || test.result().state !== 'passed') return;
    const why = test.result().errors?.[0]?.message ?? 'no error was kept';
    this.#retried.push(`  ${test.module.relativeModuleId} > ${test.fullName}\n    ${why}\n`);
  }

  onTestRunEnd(): void {
    if (this.#retried.length === 0) return;
    process.stdout.write(`\nRetried:\n${this.#retried.join('')}`);
    if (this.#retried.length <= MOST_RETRIED) return;
    process.stdout.write(`More than ${MOST_RETRIED} tests were retried: the run fails.\n`);
    process.exitCode = 1;
  }
}
