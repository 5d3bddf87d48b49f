import type { FullResult, Reporter, Suite } from '@playwright/test/reporter';

/** One retry stands for a race to be looked into; more than these hide something. */
const MOST_RETRIED = 2;

/**
 * Lists the tests that passed only when they ran again, at the end, and fails a run with too many of them. Playwright
 * loads a reporter by its default export.
 */
export default class RetriedTests implements Reporter {
  #suite: Suite | null = null;

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  async onEnd(_result: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    const tests = this.#suite?.allTests() ?? [];
    const retried = tests.filter((test) => test.outcome() === 'flaky');
    if (retried.length === 0) return;
    const names = retried.map((test) => `  ${test.titlePath().filter(Boolean).join(' > ')}\n`);
    process.stdout.write(`\nRetried:\n${names.join('')}`);
    if (retried.length <= MOST_RETRIED) return;
    process.stdout.write(`More than ${MOST_RETRIED} tests were retried: the run fails.\n`);
    return { status: 'failed' };
  }
}
