import { run, startShells, terminal } from './support/shells.ts';
import { expect, test } from './support/test.ts';

test('a right click into a terminal offers what can be done there', async ({ page, workspace }) => {
  const { titles } = await startShells(page, workspace, { count: 1 });
  const [title = ''] = titles;
  const screen = terminal(page, title);
  await run(page, title, 'echo "see https://example.com/pull/1"; echo "word $((40+2))"');
  await expect(screen.getByText('word 42')).toBeVisible();
  const item = (name: string) => page.getByRole('menuitem', { name });

  // Over nothing: there is nothing to copy yet.
  await screen.locator('.xterm-screen').click({ button: 'right' });
  await expect(item('Copy').first()).toBeDisabled();
  await item('Select all').click();
  await screen.locator('.xterm-screen').click({ button: 'right' });
  await expect(item('Copy').first()).toBeEnabled();
  await expect(item('Copy worktree path')).toBeEnabled();

  await item('Search').click();
  await expect(page.getByRole('textbox', { name: 'Search' })).toBeFocused();
  await page.keyboard.press('Escape');

  await screen.locator('.xterm-screen').click({ button: 'right' });
  await item('Clear').click();
  await expect(screen.getByText('word 42')).toHaveCount(0);

  // Over a link: its real address is shown before it is opened.
  await run(
    page,
    title,
    'printf "go \\033]8;;https://example.com/pull/1\\007there\\033]8;;\\007 now\\n"',
  );
  const link = screen.locator('.xterm-rows > div', { hasText: 'go there now' }).last();
  const box = await link.boundingBox();
  if (!box) throw new Error('The link is not shown');
  await page.mouse.move(box.x + 34, box.y + box.height / 2, { steps: 4 });
  // What is under the mouse is looked up first.
  await expect(screen.locator('.xterm-cursor-pointer')).toBeVisible();
  await page.mouse.click(box.x + 34, box.y + box.height / 2, { button: 'right' });
  await item('Open link…').click();
  const dialog = page.getByRole('dialog', { name: 'Open this link' });
  await expect(dialog.getByText('https://example.com/pull/1')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});
