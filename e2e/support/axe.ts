import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** What stands in the way of people: serious and critical findings, as short lines. */
async function violations(page: Page, within: string): Promise<readonly string[]> {
  // Looks are judged at rest: half-way through a fade every contrast is wrong. A caret blinks without end.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    ),
  );
  const found = await new AxeBuilder({ page }).include(within).analyze();
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target} ${html}`));
}

/** Nothing serious is found on a screen, in both themes. */
export async function expectNoViolations(
  page: Page,
  screen: string,
  within = 'html',
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    expect(await violations(page, within), `${screen}, ${colorScheme}`).toEqual([]);
  }
}
