import type { Page } from '@playwright/test';
import { card, drag, edge, handle, isIn, lane, middle, Plan, pointOnEdge } from './support/plan.ts';
import { expect, node, openPane, test } from './support/test.ts';

const role = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Roles' }).getByRole('button', { name, exact: true });

/** Just right of the last lane. */
async function beyond(page: Page, last: string) {
  const box = await lane(page, last).boundingBox();
  if (!box) throw new Error('no last lane');
  return { x: box.x + box.width + 24, y: box.y + box.height / 3 };
}

test('a role dragged into a lane or beyond the last one is an agent in the file at once', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  const before = await plan.text();

  await drag(page, await middle(role(page, 'DevOps')), await middle(lane(page, 'phase-2')));
  await plan.says(({ agents }) => agents['devops']?.['after'], ['phase-1']);
  await plan.says(({ syncs }) => syncs['phase-2']?.merges, ['backend', 'frontend', 'devops']);
  await expect(node(page, 'DevOps', 'not-started')).toBeVisible();
  await expect(edge(page, 'devops', 'phase-2')).toBeAttached();
  await plan.undoAndRedo(page, before);
  await expect(node(page, 'DevOps', 'not-started')).toBeVisible();

  const wider = await plan.text();
  await drag(page, await middle(role(page, 'Designer')), await beyond(page, 'phase-3'));
  await plan.says(({ syncs }) => syncs['phase-4'], { merges: ['designer-2'] });
  await plan.says(({ agents }) => agents['designer-2']?.['after'], ['phase-3']);
  await expect(lane(page, 'phase-4')).toBeVisible();
  await expect(node(page, 'Phase 4', 'waiting')).toBeVisible();
  await plan.undoAndRedo(page, wider);

  // A click on a role offers the same without dragging; Esc ends a drag that nobody wants.
  const settled = await plan.text();
  await page.mouse.move((await middle(role(page, 'Data'))).x, (await middle(role(page, 'Data'))).y);
  await page.mouse.down();
  const over = await middle(lane(page, 'phase-1'));
  await page.mouse.move(over.x, over.y, { steps: 4 });
  await expect(page.locator('.drop-ghost')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.locator('.drop-ghost')).toHaveCount(0);
  expect(await plan.text()).toBe(settled);
  await role(page, 'Data').click();
  await page.getByRole('menuitem', { name: 'Phase 1' }).click();
  await plan.says(({ syncs }) => syncs['phase-1']?.merges, ['designer', 'data', 'data-2']);
});

test('an agent dragged to another lane merges there; alone on the canvas it is a new phase', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  const before = await plan.text();
  await drag(page, await middle(card(page, 'frontend')), await middle(lane(page, 'phase-1')));
  await plan.says(({ syncs }) => syncs['phase-1']?.merges, ['designer', 'data', 'frontend']);
  await plan.says(
    ({ agents, syncs }) => [agents['frontend']?.['after'], syncs['phase-2']?.merges],
    [undefined, ['backend']],
  );
  await expect(edge(page, 'frontend', 'phase-1')).toBeAttached();
  await plan.undoAndRedo(page, before);

  const moved = await plan.text();
  await drag(page, await middle(card(page, 'data')), await beyond(page, 'phase-3'));
  await plan.says(({ syncs }) => syncs['phase-4'], { merges: ['data'] });
  await plan.says(({ syncs }) => syncs['phase-1']?.merges, ['designer', 'frontend']);
  await plan.undoAndRedo(page, moved);
  expect(await plan.text()).toContain('# needs the tables');

  // Where it cannot be, it says why while it is held, and goes back.
  const settled = await plan.text();
  // The file is written before the canvas has followed.
  await expect(lane(page, 'phase-4')).toBeVisible();
  await expect.poll(() => isIn(card(page, 'data'), lane(page, 'phase-4'))).toBe(true);
  const home = await card(page, 'data').getAttribute('style');
  const left = await lane(page, 'phase-1').boundingBox();
  if (!left) throw new Error('no first lane');
  await page.mouse.move((await middle(card(page, 'data'))).x, (await middle(card(page, 'data'))).y);
  await page.mouse.down();
  await page.mouse.move(left.x + 40, left.y + 200, { steps: 8 });
  await page.mouse.move(left.x - 10, left.y + 200, { steps: 4 });
  await expect(page.getByText('Phases run from left to right').first()).toBeVisible();
  await page.mouse.up();
  await expect.poll(() => card(page, 'data').getAttribute('style')).toBe(home);
  expect(await plan.text()).toBe(settled);
});

test('edges are made from handle to handle, taken away again, and refused in words', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  const before = await plan.text();
  const connect = async (from: string, to: string) =>
    drag(
      page,
      await middle(handle(page, from, 'source')),
      await middle(handle(page, to, 'target')),
    );

  await connect('phase-1', 'qa');
  await plan.says(({ agents }) => agents['qa']?.['after'], ['phase-2', 'phase-1']);
  await expect(edge(page, 'phase-1', 'qa')).toBeAttached();
  await plan.undoAndRedo(page, before);

  const made = await plan.text();
  const at = await pointOnEdge(edge(page, 'phase-1', 'frontend'));
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Disconnect', exact: true }).click();
  await plan.says(({ agents }) => agents['frontend']?.['after'], undefined);
  await plan.undoAndRedo(page, made);
  await expect(edge(page, 'phase-1', 'frontend')).toHaveCount(0);
  await connect('phase-1', 'frontend');
  await plan.says(({ agents }) => agents['frontend']?.['after'], ['phase-1']);
  await expect(edge(page, 'phase-1', 'frontend')).toBeAttached();

  const apart = await plan.text();
  const chosen = await pointOnEdge(edge(page, 'data', 'phase-1'));
  await page.mouse.click(chosen.x, chosen.y);
  await page.keyboard.press('Delete');
  await plan.says(({ syncs }) => syncs['phase-1']?.merges, ['designer']);
  await plan.undoAndRedo(page, apart);
  await expect(edge(page, 'data', 'phase-1')).toHaveCount(0);
  await connect('data', 'phase-1');
  await plan.says(({ syncs }) => syncs['phase-1']?.merges, ['designer', 'data']);
  // It had a lane of its own; until it is back, all others stand elsewhere.
  await expect(edge(page, 'data', 'phase-1')).toBeAttached();

  const settled = await plan.text();
  await connect('qa', 'backend');
  await expect(page.getByText(/That would make a cycle: .*qa.* → .*backend/)).toBeVisible();
  await connect('phase-1', 'phase-2');
  await expect(page.getByText('are both sync points; put an agent between them')).toBeVisible();
  expect(await plan.text()).toBe(settled);
});

test('deleting an agent and a sync point can be undone', async ({ page, workspace }) => {
  const plan = await Plan.open(page, workspace);
  const before = await plan.text();
  await card(page, 'backend').click();
  await page.keyboard.press('Delete');
  await plan.says(({ agents }) => Object.keys(agents), ['designer', 'data', 'frontend', 'qa']);
  await plan.says(({ syncs }) => syncs['phase-2']?.merges, ['frontend']);
  await expect(card(page, 'backend')).toHaveCount(0);
  await plan.undoAndRedo(page, before);

  const fewer = await plan.text();
  await card(page, 'phase-3').click({ button: 'right', position: { x: 56, y: 32 } });
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await plan.says(({ syncs }) => Object.keys(syncs), ['phase-1', 'phase-2']);
  await expect(lane(page, 'tail-1')).toBeVisible();
  await plan.undoAndRedo(page, fewer);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => plan.text()).toBe(before);
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();
});

test('what the inspector changes is in the file, and the comments of the file stay', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  await card(page, 'backend').click();
  await openPane(page, 'Inspector');
  const inspector = page.getByRole('region', { name: 'Inspector', exact: true });
  const edits: readonly {
    field: string;
    edit(): Promise<unknown>;
    expected: unknown;
  }[] = [
    {
      field: 'prompt',
      edit: () => inspector.getByLabel('Prompt').fill('/backend the cart\nand its totals'),
      expected: '/backend the cart\nand its totals',
    },
    {
      field: 'role',
      edit: () => inspector.getByLabel('Role').selectOption('devops'),
      expected: 'devops',
    },
    {
      field: 'scope',
      edit: () => inspector.getByLabel('Scope').fill('server/**\napi/*.ts'),
      expected: ['server/**', 'api/*.ts'],
    },
    {
      field: 'reads',
      edit: () => inspector.getByLabel('Reads contracts').fill('database'),
      expected: ['database'],
    },
    {
      field: 'writes',
      edit: () => inspector.getByLabel('Writes contracts').fill('api'),
      expected: ['api'],
    },
    {
      field: 'priority',
      edit: () => inspector.getByLabel('Priority').fill('7'),
      expected: 7,
    },
    {
      field: 'after',
      edit: () =>
        inspector.getByRole('group', { name: 'Waits for' }).getByLabel('Phase 1').uncheck(),
      expected: undefined,
    },
  ];
  for (const { field, edit, expected } of edits) {
    const before = await plan.text();
    await edit();
    await plan.says(({ agents }) => agents['backend']?.[field], expected);
    await plan.undoAndRedo(page, before);
  }
  const text = await plan.text();
  for (const comment of ['# The shop plan, kept by hand.', '# the trunk', '# Looks first.']) {
    expect(text).toContain(comment);
  }
  expect(text).toContain('prompt: /designer the card # in words');
  expect(text).toContain('data: { role: data, scope: ["db/**"], runs: shell }');
  expect(text).toContain('owner: somebody # unknown keys stay');
});

test('the priority of an agent is on its card, and what is none is refused', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  await card(page, 'backend').click();
  await openPane(page, 'Inspector');
  const inspector = page.getByRole('region', { name: 'Inspector', exact: true });
  const field = inspector.getByLabel('Priority');
  await expect(card(page, 'backend')).not.toContainText('priority');
  await field.fill('70');
  await expect(card(page, 'backend')).toContainText('priority 70');
  await field.fill('1.5');
  await expect(inspector).toContainText('Enter a whole number, or leave it empty.');
  await plan.says(({ agents }) => agents['backend']?.['priority'], 70);
  await field.fill('');
  await expect(card(page, 'backend')).not.toContainText('priority');
});

test('auto-arrange puts everything in order but what is pinned', async ({ page, workspace }) => {
  const plan = await Plan.open(page, workspace);
  const before = await plan.text();
  const place = async (key: string) =>
    card(page, key).evaluate((element) => {
      const matrix = new DOMMatrix(getComputedStyle(element).transform);
      return { x: Math.round(matrix.m41), y: Math.round(matrix.m42) };
    });
  const home = await place('designer');
  const move = async (key: string, by: number) => {
    const from = await middle(card(page, key));
    await drag(page, from, { x: from.x + 12, y: from.y + by });
    await expect(card(page, key).getByLabel('pinned')).toBeVisible();
  };
  await move('data', 40);
  await move('designer', 320);
  await card(page, 'designer').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Unpin' }).click();
  await expect(card(page, 'designer').getByLabel('pinned')).toHaveCount(0);
  expect((await place('designer')).y).toBeGreaterThan(home.y + 100);
  const pinned = await place('data');

  await page.getByRole('button', { name: 'Auto-arrange' }).click();
  await expect.poll(() => place('designer')).toEqual(home);
  expect(await place('data')).toEqual(pinned);
  await page.reload();
  await expect(card(page, 'data').getByLabel('pinned')).toBeVisible();
  expect(await place('data')).toEqual(pinned);
  // Where cards stand is this machine's own business.
  expect(await plan.text()).toBe(before);
});

test('the graph follows the file, and a broken file leaves the last good graph', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  const good = await plan.text();
  await plan.write(
    good
      .replace('  data: {', '  store: { title: Warehouse, ')
      .replace('[designer, data]', '[designer, store]'),
  );
  await expect(node(page, 'Warehouse', 'not-started')).toBeVisible();
  await expect(card(page, 'data')).toHaveCount(0);

  await plan.write(good.replace('    scope: ["design/**"]', '    scope: ["design/**"'));
  const notice = page.getByText(
    /plans\/shop\.plan\.yaml cannot be read as a plan: line \d+, column \d+/,
  );
  await expect(notice).toBeVisible();
  await expect(notice).toContainText(/line (9|10|11), column [1-9]/);
  await expect(node(page, 'Warehouse', 'not-started')).toBeVisible();
  await expect(role(page, 'Data')).toBeDisabled();

  await plan.write(good);
  await expect(notice).toHaveCount(0);
  await expect(node(page, 'Data', 'not-started')).toBeVisible();

  await plan.write(good.replace('after: [phase-1] #', 'after: [phase-3] #'));
  await openPane(page, 'Problems');
  await expect(
    page
      .getByRole('region', { name: 'Problems', exact: true })
      .getByText(/circle|cycle/i)
      .first(),
  ).toBeVisible();
});

test('edges are drawn, where they belong, of cards that were never measured', async ({
  page,
  workspace,
}) => {
  const lines = (window: Page) =>
    window
      .locator('.react-flow__edge')
      .evaluateAll((edges) =>
        edges
          .map(
            (one) =>
              `${one.getAttribute('data-id')} ${one.querySelector('path')?.getAttribute('d')}`,
          )
          .sort(),
      );
  await Plan.open(page, workspace);
  const measured = await lines(page);
  expect(measured).toHaveLength(8);
  const other = await page.context().newPage();
  await other.addInitScript(() => {
    const { observe } = ResizeObserver.prototype;
    ResizeObserver.prototype.observe = function (target, options) {
      if (!target.classList.contains('react-flow__node')) observe.call(this, target, options);
    };
  });
  await other.goto(page.url());
  await expect(card(other, 'designer')).toBeVisible();
  await expect.poll(() => lines(other)).toEqual(measured);
  await other.close();
});
