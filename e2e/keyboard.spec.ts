import type { Locator, Page } from '@playwright/test';
import { expectNoViolations } from './support/axe.ts';
import { card, edge, lane, Plan } from './support/plan.ts';
import { expect, test } from './support/test.ts';

/** More controls than the window has between any two. */
const ENOUGH_TABS = 150;
/** Until a menu surely takes what is typed as a new beginning. */
const FORGOTTEN_MS = 1500;

/** Goes there by the Tab key alone, or by Shift and Tab. */
async function tabTo(page: Page, to: Locator, key = 'Tab'): Promise<void> {
  await expect(to).toBeAttached();
  for (let pressed = 0; pressed < ENOUGH_TABS; pressed += 1) {
    if (await to.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${to} cannot be reached with the Tab key`);
}

/** Goes to a card or gate by way of the key that leads into the graph. */
async function goTo(page: Page, key: string): Promise<void> {
  await page.keyboard.press('Alt+g');
  await expect(page.locator('.react-flow__node:focus')).toBeVisible();
  await tabTo(page, card(page, key));
}

/** Opens a menu with a key, and takes the entry that begins with what is typed. */
async function choose(page: Page, key: string, entry: string): Promise<void> {
  await page.keyboard.press(key);
  const menu = page.getByRole('menu');
  await expect
    .poll(() => menu.evaluate((element) => element.contains(document.activeElement)))
    .toBe(true);
  // A menu forgets what was typed after a second, which may pass between two letters on a busy machine.
  const item = page.getByRole('menuitem', { name: entry }).first();
  await expect(async () => {
    // The first entry has the focus already; typing would lead from it to the next of that letter on its way.
    const there = await item.evaluate((element) => element === document.activeElement);
    if (!there) await page.keyboard.type(entry);
    await expect(item).toBeFocused({ timeout: FORGOTTEN_MS });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(menu).toHaveCount(0);
}

async function undoAndRedo(page: Page, plan: Plan, before: string): Promise<void> {
  const after = await plan.text();
  expect(after).not.toBe(before);
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeEnabled();
  await page.keyboard.press('Control+Z');
  await expect.poll(() => plan.text()).toBe(before);
  await expect(page.getByRole('button', { name: 'Redo', exact: true })).toBeEnabled();
  await page.keyboard.press('Control+Shift+Z');
  await expect.poll(() => plan.text()).toBe(after);
}

test('every edit of the graph is made with the keyboard alone', async ({ page, workspace }) => {
  const plan = await Plan.open(page, workspace);
  await tabTo(page, card(page, 'designer'));
  await page.keyboard.press('ArrowDown');
  await expect(card(page, 'data')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(card(page, 'phase-1')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(card(page, 'phase-1')).not.toBeFocused();

  let before = await plan.text();
  await goTo(page, 'data');
  await page.keyboard.press('Space');
  await choose(page, 'a', 'DevOps');
  await plan.says(({ syncs }) => syncs['phase-1']?.merges, ['designer', 'data', 'devops']);
  await undoAndRedo(page, plan, before);

  before = await plan.text();
  await goTo(page, 'devops');
  await page.keyboard.press('Space');
  await choose(page, 'm', 'Phase 2');
  await plan.says(({ syncs }) => syncs['phase-2']?.merges, ['backend', 'frontend', 'devops']);
  await undoAndRedo(page, plan, before);
  before = await plan.text();
  await goTo(page, 'devops');
  await choose(page, 'm', 'A new phase');
  await plan.says(({ syncs }) => syncs['phase-4']?.merges, ['devops']);
  await expect(lane(page, 'phase-4')).toBeVisible();
  await undoAndRedo(page, plan, before);

  before = await plan.text();
  await goTo(page, 'devops');
  await choose(page, 'c', 'Disconnect Phase 3 → DevOps');
  await plan.says(({ agents }) => agents['devops']?.['after'], undefined);
  await undoAndRedo(page, plan, before);
  await goTo(page, 'devops');
  await choose(page, 'c', 'Connect Phase 1 → DevOps');
  await plan.says(({ agents }) => agents['devops']?.['after'], ['phase-1']);

  before = await plan.text();
  await goTo(page, 'devops');
  await page.keyboard.press('Delete');
  await plan.says(({ agents }) => Object.keys(agents).includes('devops'), false);
  await undoAndRedo(page, plan, before);

  before = await plan.text();
  await tabTo(page, edge(page, 'data', 'phase-1'), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await plan.says(({ syncs }) => syncs['phase-1']?.merges, ['designer']);
  await undoAndRedo(page, plan, before);

  await tabTo(
    page,
    page.getByRole('toolbar', { name: 'Roles' }).getByRole('button', { name: 'QA' }),
  );
  await choose(page, 'Enter', 'Phase 1');
  await plan.says(({ syncs }) => syncs['phase-1']?.merges, ['designer', 'qa-2']);

  await goTo(page, 'backend');
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('region', { name: 'Inspector', exact: true });
  await expect(inspector.getByRole('heading', { name: 'Backend' })).toBeVisible();
  await tabTo(page, inspector.getByLabel('Prompt'));
  // The keys of the graph are letters here.
  await page.keyboard.type('am?');
  await plan.says(({ agents }) => agents['backend']?.['prompt'], 'am?');
  await tabTo(page, inspector.getByRole('group', { name: 'Waits for' }).getByLabel('Phase 1'));
  await page.keyboard.press('Space');
  await plan.says(({ agents }) => agents['backend']?.['after'], undefined);
});

test('commands, panes and help are reached by key', async ({ page, workspace }) => {
  await Plan.open(page, workspace);
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  const command = async (typed: string) => {
    await page.keyboard.press('Control+K');
    await expect(palette).toBeVisible();
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
    await expect(palette).toHaveCount(0);
  };

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard help' });
  await expect(help).toContainText('Command palette');
  await expect(help).toContainText('Add an agent… (in the plan graph)');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  for (const [key, pane] of [
    ['Alt+s', 'Sync'],
    ['Alt+j', 'Journal'],
    ['Alt+p', 'Problems'],
    ['Alt+b', 'Inbox'],
    ['Alt+i', 'Inspector'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('region', { name: pane, exact: true })).toBeFocused();
  }
  await page.keyboard.press('Alt+g');
  await expect(card(page, 'designer')).toBeFocused();

  await command('Go to QA');
  const inspector = page.getByRole('region', { name: 'Inspector', exact: true });
  await expect(inspector.getByRole('heading', { name: 'QA' })).toBeVisible();
  // What a command opens is entered at once: its first entry has the focus.
  await command('Move the agent');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  await command('Commit the plan file');
  const problem = page.getByRole('alert').filter({ hasText: 'plans/shop.plan.yaml' });
  await expect(problem).toBeVisible();
  await expect(page.getByRole('img', { name: 'Error' })).toBeVisible();
  await expectNoViolations(page, 'a toast', '[data-sonner-toaster]');
  await page.keyboard.press('Alt+n');
  const dismiss = page.getByRole('button', { name: 'Close toast' });
  await tabTo(page, dismiss);
  await page.keyboard.press('Enter');
  await expect(problem).toHaveCount(0);

  await command('Theme: dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await command('New plan');
  const dialog = page.getByRole('dialog', { name: 'New plan' });
  await expect(dialog.getByLabel('Feature name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('Control+K');
  await page.keyboard.type('nothing is called so');
  await expect(palette).toContainText('No matching command');
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
});
