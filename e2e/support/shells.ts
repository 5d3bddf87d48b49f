import type { Locator, Page } from '@playwright/test';
import { expect, node } from './test.ts';
import type { Workspace } from './workspace.ts';

export interface Shells {
  readonly repository: string;
  readonly url: string;
  /** Titles of the agents, in the order of their terminals. */
  readonly titles: readonly string[];
}

/** A feature whose agents are plain shells, started, and shown on the page. */
export async function startShells(
  page: Page,
  workspace: Workspace,
  options: { readonly count: number; readonly files?: Readonly<Record<string, string>> },
): Promise<Shells> {
  const names = Array.from({ length: options.count }, (_, index) => `s${index + 1}`);
  const agents = names.map(
    (name) => `  ${name}: { role: data, scope: ["${name}/**"], runs: shell }`,
  );
  const plan = `version: 1
feature: shop
base: main
limits: { sessions: ${options.count}, perPhase: ${options.count} }
agents:
${agents.join('\n')}
syncs:
  all: { merges: [${names.join(', ')}] }
`;
  const repository = await workspace.repository('shop', {
    'plans/shop.plan.yaml': plan,
    ...options.files,
  });
  await workspace.trust(repository);
  const { url } = await workspace.serve(repository, 'serve');
  await page.goto(url);
  await page.getByRole('button', { name: 'Start phase' }).click();
  const titles = names.map((name) => name.toUpperCase());
  for (const title of titles) await expect(terminal(page, title).locator('.xterm')).toBeVisible();
  await expect(node(page, titles.at(-1) ?? '')).toBeVisible();
  return { repository, url, titles };
}

export function terminal(page: Page, title: string): Locator {
  return page.getByRole('region', { name: `Terminal: ${title}`, exact: true });
}

/** Clicks into a terminal and types a line. */
export async function run(page: Page, title: string, line: string): Promise<void> {
  await terminal(page, title).locator('.xterm').click();
  await page.keyboard.insertText(line);
  await page.keyboard.press('Enter');
}
