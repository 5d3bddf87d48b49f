import { test as base, type Page } from '@playwright/test';
import { desktopPage } from './desktop-page.ts';
import { expect } from './expect.ts';
import type { Shell } from './shell.ts';
import { Workspace } from './workspace.ts';

/** Tests with a workspace of their own, and a page that must not log errors. */
export const test = base.extend<{ shell: Shell; workspace: Workspace; quiet: undefined }>({
  shell: ['web', { option: true }],
  workspace: async ({ shell }, use) => {
    const workspace = await Workspace.create(shell);
    await use(workspace);
    await workspace.remove();
  },
  page: async ({ page, shell, workspace }, use) => {
    await use(shell === 'desktop' ? desktopPage(workspace) : page);
  },
  quiet: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' && !lostServer(message.text())) errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await use(undefined);
      expect(errors, 'errors in the console').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** A test may end the server: what the browser says then is right. */
function lostServer(text: string): boolean {
  return /ERR_CONNECTION_REFUSED|WebSocket connection to|ERR_CONNECTION_RESET/.test(text);
}

/** The card or gate of a node, by its title and, when given, its state. */
export function node(page: Page, title: string, state?: string) {
  const words = state
    ? `${title}, (agent|sync point), ${state}`
    : `${title}, (agent|sync point), .*`;
  return page.getByRole('region', { name: 'Plan graph' }).getByLabel(new RegExp(`^${words}$`));
}

/** Types into the terminal of an agent as a person does: click, then keys. */
export async function typeInto(page: Page, title: string, text: string): Promise<void> {
  const terminal = page.getByRole('region', { name: `Terminal: ${title}`, exact: true });
  await terminal.locator('.xterm').click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Opens a drawer tab or pane by its button. */
export async function openPane(page: Page, name: string): Promise<void> {
  const region = page.getByRole('region', { name, exact: true });
  if (await region.isVisible()) return;
  await page.getByRole('button', { name, exact: true }).first().click();
  await expect(region).toBeVisible();
}
