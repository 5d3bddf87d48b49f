import { expect as base, type Locator } from '@playwright/test';

/** Between two looks, in ms: Playwright itself looks twice a second once it has waited a little. */
const PACE = 50;

/** Playwright's `expect`, which sees at once what appears on the page: the suite mostly waits for that. */
export const expect = base.extend({
  async toBeVisible(locator: Locator, options: { readonly timeout?: number } = {}) {
    const timeout = options.timeout ?? this.timeout;
    if (this.isNot) {
      await base(locator).not.toBeVisible({ timeout });
      return { pass: false, message: () => '' };
    }
    // What was seen counts, even if it is gone by now; the words of a failure are Playwright's own.
    if (!(await appears(locator, timeout))) await base(locator).toBeVisible({ timeout: 1 });
    return { pass: true, message: () => '' };
  },
});

/** False when the time is over; two of it, or a page that is gone, are for Playwright to explain. */
async function appears(locator: Locator, timeout: number): Promise<boolean> {
  const limit = Date.now() + timeout;
  while (Date.now() < limit) {
    try {
      if (await locator.isVisible()) return true;
    } catch {
      return false;
    }
    await new Promise((done) => setTimeout(done, PACE));
  }
  return false;
}
