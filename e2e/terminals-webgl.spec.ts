import { run, startShells, terminal } from './support/shells.ts';
import { expect, test } from './support/test.ts';

test('WebGL by choice, the page itself when the context is lost, and WebGL again', async ({
  page,
  workspace,
}) => {
  await startShells(page, workspace, { count: 2 });
  await expect(page.locator('.xterm canvas')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('Terminal settings');
  await page.keyboard.press('Enter');
  await page.getByLabel('Draw with WebGL').check();
  await page.keyboard.press('Escape');
  const drawn = page.locator('.xterm-screen canvas:not(.xterm-link-layer)');
  await expect(drawn).toHaveCount(2);

  const gone = terminal(page, 'S1').locator('.xterm-screen canvas:not(.xterm-link-layer)');
  await gone.evaluate((canvas: HTMLCanvasElement) => {
    canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  });
  await expect(gone).toHaveCount(0);
  await run(page, 'S1', 'echo seen without');
  await expect(gone).toHaveCount(1);
  await page.getByRole('button', { name: 'Tabs', exact: true }).click();
  await expect(drawn).toHaveCount(1);
  await page.reload();
  await expect(drawn, 'the choice is remembered').toHaveCount(1);
});
