import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from './expect.ts';
import type { Workspace } from './workspace.ts';

/** What a test can see of the system around the page, in a browser and in the desktop app alike. */

export async function clipboardText(page: Page, workspace: Workspace): Promise<string> {
  if (workspace.desktop) return workspace.desktop.clipboard();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return page.evaluate(() => navigator.clipboard.readText());
}

/** The text of the file that `act` makes the page download. */
export async function downloaded(
  page: Page,
  workspace: Workspace,
  act: () => Promise<void>,
): Promise<string> {
  if (workspace.desktop) {
    const file = join(workspace.folder, 'downloaded');
    await workspace.desktop.saveNextDownload(file);
    await act();
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).not.toBe('');
    return readFile(file, 'utf8');
  }
  const coming = page.waitForEvent('download');
  await act();
  return readFile(await (await coming).path(), 'utf8');
}

/** Titles of the notices shown so far, sorted; a browser's page must count them itself, in `window.shown`. */
export async function noticesShown(page: Page, workspace: Workspace): Promise<string[]> {
  if (workspace.desktop) {
    const notices = await workspace.desktop.noted('notice');
    return notices.map((one) => String(Reflect.get(Object(one), 'title'))).toSorted();
  }
  return page.evaluate(() => (window as unknown as { shown: string[] }).shown.toSorted());
}
