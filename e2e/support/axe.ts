import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.ts';

/** What stands in the way of people: serious and critical findings of these rules, or of all, as short lines. */
async function violations(
  page: Page,
  within: string,
  rules: readonly string[] | null,
): Promise<readonly string[]> {
  // Looks are judged at rest: half-way through a fade every contrast is wrong. A caret blinks without end.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished),
    ),
  );
  // In the page itself: the desktop app has no second page to finish in, and our pages have no foreign frames.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).include(within);
  if (rules) axe.withRules([...rules]);
  const found = await axe.analyze();
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target} ${html}`));
}

/** All rules in one theme; the other one changes colours alone. */
const RULES = { light: null, dark: ['color-contrast'] } as const;

/** Nothing serious is found on a screen, in both themes. */
export async function expectNoViolations(
  page: Page,
  screen: string,
  within = 'html',
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    const found = await violations(page, within, RULES[colorScheme]);
    expect(found, `${screen}, ${colorScheme}`).toEqual([]);
  }
}
