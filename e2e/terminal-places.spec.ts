import { run, startShells, terminal } from './support/shells.ts';
import { expect, test } from './support/test.ts';

test('terminals are split, floated and maximised, which a reload remembers, with what nobody has seen', async ({
  page,
  workspace,
}) => {
  await startShells(page, workspace, { count: 3 });
  const more = async (title: string, item: string | RegExp) => {
    await terminal(page, title).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await more('S1', 'Split right: S2');
  const [left, right] = [terminal(page, 'S1'), terminal(page, 'S2')];
  await expect(terminal(page, 'S3')).toHaveCount(0);
  const xOf = async (pane: typeof left) => (await pane.boundingBox())?.x ?? 0;
  await expect.poll(async () => (await xOf(right)) - (await xOf(left))).toBeGreaterThan(50);

  await run(page, 'S2', 'sleep 1; echo out; sleep 600');
  await page.getByRole('tab', { name: 'S3' }).click();
  await expect(terminal(page, 'S3'), 'in the place of the one that had the focus').toBeVisible();
  await expect(right).toHaveCount(0);
  const unseen = page.getByRole('tab', { name: 'S2' }).getByLabel('has new output');
  await expect(unseen).toBeVisible();
  await page.reload();
  await expect(terminal(page, 'S3')).toBeVisible();
  await expect(unseen, 'the host knows it').toBeVisible();

  await more('S3', 'Float');
  await expect(terminal(page, 'S1')).toBeVisible();
  const grip = terminal(page, 'S3').getByRole('button', { name: /^Move/ });
  await grip.press('ArrowLeft');
  const before = await terminal(page, 'S3').boundingBox();
  await grip.press('ArrowLeft');
  await grip.press('Shift+ArrowDown');
  const there = { x: (before?.x ?? 0) - 24, height: (before?.height ?? 0) + 24 };
  await expect.poll(() => terminal(page, 'S3').boundingBox()).toMatchObject(there);
  await page.getByRole('tab', { name: 'S2' }).click();
  await expect(right).toBeVisible();
  await expect(unseen).toBeHidden();
  await right.getByRole('button', { name: 'Maximise' }).click();
  await expect(page.getByRole('tablist', { name: 'Terminals' })).toBeHidden();
  await page.reload();
  await expect(right).toBeVisible();
  await expect(page.getByRole('tablist', { name: 'Terminals' })).toBeHidden();
  await expect.poll(() => terminal(page, 'S3').boundingBox()).toMatchObject(there);

  await right.locator('.xterm').click();
  await page.keyboard.press('Alt+PageDown');
  await expect(terminal(page, 'S3').locator('textarea')).toBeFocused();
  await page.keyboard.press('Alt+PageDown');
  await expect(left.locator('textarea'), 'maximised in its turn').toBeFocused();
  await more('S3', 'Dock');
  await left.getByRole('button', { name: 'Restore' }).click();
  const tabs = page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab');
  await expect(tabs).toHaveCount(3);
});

test('a terminal says when another window gave it its size, and takes it back', {
  tag: '@web',
}, async ({ page, context, workspace }) => {
  const { url } = await startShells(page, workspace, { count: 1 });
  // While its own new size is on the way, that is nobody else's.
  await page.evaluate(() => {
    const look = () => {
      if (document.querySelector('.terminal-size-notice')) document.body.dataset['noticed'] = '1';
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
  const rows = () => terminal(page, 'S1').locator('.xterm-rows > div').count();
  const before = await rows();
  await page.setViewportSize({ width: 1500, height: 1000 });
  await expect.poll(rows).not.toBe(before);
  await expect(page.locator('body')).not.toHaveAttribute('data-noticed');

  const other = await context.newPage();
  await other.setViewportSize({ width: 900, height: 600 });
  await other.goto(url);
  await expect(terminal(other, 'S1').locator('.xterm')).toBeVisible();
  const fit = terminal(page, 'S1').getByRole('button', { name: 'Fit here' });
  await expect(fit).toBeVisible();
  await fit.click();
  await expect(fit).toBeHidden();
  await expect(terminal(other, 'S1').getByRole('button', { name: 'Fit here' })).toBeVisible();
});
