import { expect, node, openPane, test, typeInto } from './support/test.ts';

test('the demo: from start to a finished, merged, verified feature', async ({
  page,
  workspace,
}) => {
  const served = await workspace.serve(workspace.folder, 'demo');
  await page.goto(served.url);

  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect(node(page, 'Designer', 'needs-you')).toBeVisible();
  await typeInto(page, 'Designer', 'round');
  await expect(node(page, 'Data', 'needs-you')).toBeVisible();
  await typeInto(page, 'Data', 'y');
  await expect(node(page, 'Phase 1', 'ready')).toBeVisible();

  await openPane(page, 'Sync');
  await page.getByRole('button', { name: 'Merge 2 branches' }).first().click();
  await expect(node(page, 'Phase 1', 'done')).toBeVisible();

  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect(node(page, 'Frontend', 'needs-you')).toBeVisible();
  await typeInto(page, 'Frontend', 'y');
  await expect(node(page, 'Phase 2', 'ready')).toBeVisible();
  await node(page, 'Phase 2').click();
  await openPane(page, 'Sync');
  await page.getByRole('button', { name: 'Merge 2 branches' }).first().click();
  await expect(node(page, 'Phase 2', 'done')).toBeVisible();

  await page.getByRole('button', { name: 'Start phase' }).click();
  await expect(node(page, 'Phase 3', 'ready')).toBeVisible();
  await node(page, 'Phase 3').click();
  await openPane(page, 'Sync');
  await page.getByRole('button', { name: 'Merge 1 branch' }).first().click();
  await expect(node(page, 'Phase 3', 'done')).toBeVisible();
});
