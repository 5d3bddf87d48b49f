import { rename } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { card, drag, lane, middle, Plan } from './support/plan.ts';
import { expect, node, openPane, test } from './support/test.ts';

const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true });
const redo = (page: Page) => page.getByRole('button', { name: 'Redo', exact: true });
type Agents = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const role = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Roles' }).getByRole('button', { name, exact: true });
const selected = (page: Page) =>
  page
    .locator('.react-flow__node.selected')
    .evaluateAll((nodes) => nodes.map((one) => one.getAttribute('data-id')).sort());

/** Where a card stands on the canvas, in its own units. */
async function place(page: Page, key: string): Promise<string> {
  return card(page, key).evaluate((element) => element.style.transform);
}

/** A place of the canvas where nothing is drawn. */
async function blank(page: Page): Promise<{ x: number; y: number }> {
  const pane = await page.locator('.react-flow__pane').boundingBox();
  if (!pane) throw new Error('no canvas');
  return { x: pane.x + pane.width - 30, y: pane.y + pane.height - 20 };
}

async function viewport(page: Page): Promise<string> {
  return page
    .locator('.react-flow__viewport')
    .evaluate((element) => (element as HTMLElement).style.transform);
}

/** The view once it has been the same for a while, and is written. */
async function restingViewport(page: Page): Promise<string> {
  let last = '';
  let since = Date.now();
  await expect
    .poll(async () => {
      const now = await viewport(page);
      if (now !== last) since = Date.now();
      last = now;
      return Date.now() - since > 500;
    })
    .toBe(true);
  return last;
}

test('undo takes back the last thing done, places included, and says what', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  const before = await plan.text();
  await drag(page, await middle(card(page, 'data')), await middle(lane(page, 'phase-3')));
  await plan.says(({ syncs }) => syncs['phase-3']?.merges, ['qa', 'data']);
  const moved = await plan.text();
  const home = await place(page, 'qa');
  const from = await middle(card(page, 'qa'));
  await drag(page, from, { x: from.x, y: from.y + 85 });
  await expect(card(page, 'qa').getByLabel('pinned')).toBeVisible();
  await expect(undo(page)).toHaveAccessibleDescription(/^place of Q/);

  await page.keyboard.press('Control+z');
  await expect.poll(() => place(page, 'qa')).toBe(home);
  expect(await plan.text()).toBe(moved);
  await undo(page).hover();
  await expect(page.getByRole('tooltip')).toHaveText(/^Undo move of Data to Phase 3/i);
  // The list outlives the page, and another window of the same plan has the same.
  await page.reload();
  await expect(undo(page)).toHaveAccessibleDescription(/^move of Data/);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await undo(other).click();
  await expect.poll(() => plan.text()).toBe(before);
  await expect(redo(page)).toHaveAccessibleDescription(/^move of Data/);
  await page.locator('.react-flow__pane').click({ position: { x: 4, y: 4 } });
  await page.keyboard.press('Control+y');
  await expect.poll(() => plan.text()).toBe(moved);
  await other.close();
});

test('keys act on the card that has the focus, and the canvas takes the keyboard', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  const before = await plan.text();
  await card(page, 'designer').click();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Tab');
  await expect(card(page, 'frontend')).toBeFocused();
  expect(await selected(page)).toEqual(['frontend']);
  await page.keyboard.press('m');
  await expect(page.getByRole('menu')).toContainText(/frontend/i);
  await page.keyboard.press('Escape');
  await expect(card(page, 'frontend')).toBeFocused();
  await page.keyboard.press('Delete');
  await plan.says(({ agents }) => Object.keys(agents), ['designer', 'data', 'backend', 'qa']);
  await page.keyboard.press('Control+z');
  await expect.poll(() => plan.text()).toBe(before);

  // A click on the blank canvas, then keys of the graph.
  const at = await blank(page);
  await page.mouse.click(at.x, at.y);
  expect(await selected(page)).toEqual([]);
  await page.keyboard.press('Control+a');
  expect(await selected(page)).toHaveLength(8);
  expect(await page.evaluate(() => document.getSelection()?.toString() ?? '')).toBe('');
  await page.keyboard.press('Escape');
  await expect.poll(() => selected(page)).toEqual([]);
  const box = await middle(card(page, 'designer'));
  const end = await middle(card(page, 'data'));
  await page.keyboard.down('Shift');
  await drag(page, { x: box.x - 95, y: box.y - 55 }, { x: end.x + 20, y: end.y + 60 });
  await page.keyboard.up('Shift');
  await expect.poll(() => selected(page)).toEqual(['data', 'designer']);
  expect(await page.evaluate(() => document.getSelection()?.toString() ?? '')).toBe('');

  // A plain click on one of several is about that one; M moves all that are selected.
  await page.keyboard.press('m');
  await expect(page.getByRole('menu')).toContainText('Move 2 agents to');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/^2 nodes selected; this form edits/)).toBeVisible();
  await card(page, 'data').click();
  await expect.poll(() => selected(page)).toEqual(['data']);
  await card(page, 'designer').click({ modifiers: ['Shift'] });
  await card(page, 'designer').click({ modifiers: ['Shift'] });
  await expect.poll(() => selected(page)).toEqual(['data']);
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
  await card(page, 'designer').click({ modifiers: ['Shift'] });

  // Several at once are one step: the phase goes with its last agent, and what followed moves up.
  await page.keyboard.press('Delete');
  await plan.says(({ syncs }) => Object.keys(syncs), ['phase-2', 'phase-3']);
  await plan.says(({ agents }) => agents['backend']?.['after'], undefined);
  await expect(undo(page)).toHaveAccessibleDescription('removal of 2 items');
  await page.keyboard.press('Control+z');
  await expect.poll(() => plan.text()).toBe(before);
});

test('the last agent of a phase takes the phase with it, and nothing is left that cannot run', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  await card(page, 'backend').click();
  await page.keyboard.press('Delete');
  await card(page, 'frontend').click();
  await page.keyboard.press('Delete');
  await plan.says(({ agents }) => agents['qa']?.['after'], ['phase-1']);
  await plan.says(({ syncs }) => Object.keys(syncs), ['phase-1', 'phase-3']);
  await expect(lane(page, 'phase-3')).toHaveAccessibleName(/^Phase 2/);
  await expect(page.getByRole('button', { name: 'Start phase' })).toHaveCount(1);
  await openPane(page, 'Problems');
  const problems = page.getByRole('region', { name: 'Problems', exact: true });
  await expect(problems.getByText(/cannot|never land|merges nothing/)).toHaveCount(0);
});

test('the view moves only for what is out of sight, and what is dropped is selected', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  const pane = await middle(page.locator('.react-flow__pane'));
  await page.mouse.move(pane.x, pane.y);
  const before = await viewport(page);
  for (let turn = 0; turn < 4; turn += 1) await page.mouse.wheel(0, -240);
  await expect.poll(() => viewport(page)).not.toBe(before);
  const zoomed = await viewport(page);
  const scale = (view: string) => /scale\(([^)]+)\)/.exec(view)?.[1];

  // A lane that grows by an edit of the file leaves the view alone.
  const text = await plan.text();
  await plan.write(
    text
      .replace('syncs:', '  a1: { role: custom }\n  a2: { role: custom }\nsyncs:')
      .replace('[designer, data]', '[designer, data, a1, a2]'),
  );
  await expect(card(page, 'a2')).toBeAttached();
  expect(await viewport(page)).toBe(zoomed);

  // Arrow keys walk to cards off the screen, and the view goes along.
  await page.keyboard.press('Alt+g');
  await card(page, 'designer').focus();
  const canvas = await page.locator('.react-flow').boundingBox();
  if (!canvas) throw new Error('no canvas');
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
    await page.keyboard.press(key);
  }
  const focused = page.locator('.react-flow__node:focus');
  await expect
    .poll(async () => {
      const box = await focused.boundingBox();
      return box && box.x >= canvas.x && box.x + box.width <= canvas.x + canvas.width;
    })
    .toBe(true);
  expect(scale(await viewport(page))).toBe(scale(zoomed));

  // What is dropped is selected and has the keyboard.
  const target = await lane(page, 'phase-3').boundingBox();
  if (!target) throw new Error('no lane');
  const x = Math.min(target.x + target.width, canvas.x + canvas.width) - 30;
  await drag(page, await middle(role(page, 'DevOps')), { x, y: canvas.y + canvas.height - 40 });
  await expect(card(page, 'devops')).toBeFocused();
  expect(await selected(page)).toEqual(['devops']);
  await page.keyboard.press('Control+z');
  await expect(card(page, 'devops')).toHaveCount(0);

  // The view and the selection are there again after a reload.
  await card(page, 'qa').focus();
  await page.mouse.move(pane.x, pane.y);
  await page.mouse.wheel(0, -60);
  await expect.poll(() => selected(page)).toEqual(['qa']);
  const left = await restingViewport(page);
  await page.reload();
  await expect.poll(() => selected(page)).toEqual(['qa']);
  await expect.poll(() => viewport(page)).toBe(left);
});

test('an empty plan takes the keyboard, and its first agent comes by key', async ({
  page,
  workspace,
}) => {
  const text = 'version: 1\nfeature: bare\nbase: main\nagents: {}\nsyncs: {}\n';
  const repository = await workspace.repository('bare', { 'plans/bare.plan.yaml': text });
  const served = await workspace.serve(repository, 'serve');
  await page.goto(served.url);
  await expect(page.getByText('This plan is empty')).toBeVisible();
  await page.keyboard.press('Alt+g');
  await expect(page.locator('[data-canvas]')).toBeFocused();
  await page.keyboard.press('a');
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(node(page, 'Designer', 'not-started')).toBeVisible();
  await expect(card(page, 'designer')).toBeFocused();
});

test('undo in a text field stays in it', async ({ page, workspace }) => {
  const plan = await Plan.open(page, workspace);
  const before = await plan.text();
  await card(page, 'designer').click();
  await openPane(page, 'Inspector');
  const inspector = page.getByRole('region', { name: 'Inspector', exact: true });
  await inspector.getByLabel('Prompt').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' and more');
  await plan.says(({ agents }) => agents['designer']?.['prompt'], '/designer the card and more');
  const typed = await plan.text();
  // What another program writes into the field meanwhile is not taken back with it.
  await plan.write(typed.replace('/designer the card', '/designer EDITOR card'));
  await expect(inspector.getByLabel('Prompt')).toHaveValue('/designer EDITOR card and more');
  await page.keyboard.press('Control+z');
  await expect(inspector.getByLabel('Prompt')).toHaveValue('/designer EDITOR card and more');
  await plan.write(typed);
  await expect(inspector.getByLabel('Prompt')).toHaveValue('/designer the card and more');
  await inspector.getByLabel('Scope').click();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  // As from the browser's own menu.
  const browser = await page.context().newCDPSession(page);
  await browser.send('Input.dispatchKeyEvent', { type: 'keyDown', commands: ['undo'] });
  await expect(inspector.getByLabel('Prompt')).toHaveValue('/designer the card and more');
  await page.keyboard.press('End');
  await page.keyboard.type('x');
  await plan.says(({ agents }) => agents['designer']?.['scope'], ['design/**x']);
  await page.keyboard.press('Control+z');
  await expect.poll(() => plan.text()).toBe(typed);
  // Out of the field it is the whole of what was typed there.
  await undo(page).click();
  await expect.poll(() => plan.text()).toBe(before);
});

test('what is typed wins over other programs, says so, and outlives the page', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  await card(page, 'designer').click();
  await openPane(page, 'Inspector');
  const inspector = page.getByRole('region', { name: 'Inspector', exact: true });
  const prompt = inspector.getByLabel('Prompt');
  await prompt.click();
  await page.keyboard.press('End');
  await page.keyboard.type('!');
  await plan.says(({ agents }) => agents['designer']?.['prompt'], '/designer the card!');
  // Typing goes on until the other's text has come to the page.
  await page.keyboard.type('a');
  await plan.write((await plan.text()).replace(/\/designer the card!a?/, 'SOMETHING ELSE'));
  const told = page.getByText('Prompt was changed elsewhere while you typed. Your text was kept.');
  await expect
    .poll(
      async () => {
        for (let key = 0; key < 8; key += 1) await page.keyboard.type('b', { delay: 60 });
        return (await told.count()) > 0 || (await plan.text()).includes('SOMETHING ELSE');
      },
      { intervals: [10] },
    )
    .toBe(true);
  await expect(told).toBeVisible();
  await plan.says(
    ({ agents }) => String(agents['designer']?.['prompt']).startsWith('/designer the card!ab'),
    true,
  );
  await page.getByRole('button', { name: 'Use the other text' }).click();
  await plan.says(({ agents }) => agents['designer']?.['prompt'], 'SOMETHING ELSE');

  await prompt.click();
  await page.keyboard.press('End');
  await page.keyboard.type(' and the last words');
  await page.reload();
  await plan.says(
    ({ agents }) => agents['designer']?.['prompt'],
    'SOMETHING ELSE and the last words',
  );

  // A card that another program deletes while it has the keyboard leaves that to the canvas.
  await card(page, 'qa').focus();
  const text = await plan.text();
  await plan.write(text.replace(/ {2}qa: .*\n/, '').replace(/ {2}phase-3: .*\n/, ''));
  await expect(card(page, 'qa')).toHaveCount(0);
  await expect(page.locator('[data-canvas]')).toBeFocused();
});

test('a field keeps focus and text while keys change and while the file cannot be written', async ({
  page,
  workspace,
}) => {
  const plan = await Plan.open(page, workspace);
  const inspector = page.getByRole('region', { name: 'Inspector', exact: true });
  const prompt = inspector.getByLabel('Prompt');
  const agents = (about: (agents: Agents) => unknown, expected: unknown) =>
    plan.says((read) => about(read.agents), expected);
  await card(page, 'qa').click();
  await openPane(page, 'Inspector');

  // The click that leaves the key goes where it was meant to, and so do the keys after it.
  await inspector.getByLabel('Key').fill('tester');
  await prompt.click();
  await page.keyboard.type('look');
  await agents(({ tester }) => tester?.['prompt'], 'look');
  await expect(prompt).toBeFocused();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Delete');
  await agents(({ tester }) => tester?.['prompt'], 'loo');
  await inspector.getByLabel('Key').fill('checker');
  await card(page, 'frontend').click();
  await agents(Object.keys, ['designer', 'data', 'backend', 'frontend', 'checker']);
  await expect(inspector.getByLabel('Key')).toHaveValue('frontend');
  await expect(inspector.getByLabel('Title')).toHaveAttribute('placeholder', 'Frontend');

  // Enter writes a key; one that is taken stays, with the reason, until it is given up.
  const key = inspector.getByLabel('Key');
  await key.fill('front');
  await key.press('Enter');
  await agents(Object.keys, ['designer', 'data', 'backend', 'front', 'checker']);
  await expect(key).toBeFocused();
  await key.fill('data');
  await key.press('Enter');
  await expect(inspector.getByText('The plan already has a node named "data".')).toBeVisible();
  await expect(key).toHaveAttribute('aria-invalid', 'true');
  await expect(key).toHaveValue('data');
  await key.press('Escape');
  await expect(key).toHaveValue('front');

  // What is typed while the file cannot be read waits for it.

  await prompt.click();
  await page.keyboard.type('one');
  await agents(({ front }) => front?.['prompt'], 'one');
  const typed = await plan.text();
  await plan.write('agents: [');
  await expect(page.getByText('Read-only: the plan file')).toBeVisible();
  await inspector.getByLabel('Scope').focus();
  await page.keyboard.press('Delete');
  await plan.write(typed);
  await expect(page.getByText('Read-only: the plan file')).toHaveCount(0);
  await prompt.focus();
  await page.keyboard.press('End');
  await plan.write('agents: [');
  await page.keyboard.type(' two');
  await expect(prompt).toHaveValue('one two');
  await expect(inspector.getByText('Not saved yet')).toBeVisible();
  await plan.write(typed);
  await agents(({ front }) => front?.['prompt'], 'one two');
  await expect(inspector.getByText('Not saved yet')).toHaveCount(0);

  // The file is away for a moment, and comes back as it was.
  await prompt.focus();
  await page.keyboard.press('End');
  const here = await plan.text();
  await rename(plan.path, `${plan.path}.away`);
  await page.keyboard.type('!');
  await expect(inspector.getByText('is not there any more')).toBeVisible();
  await rename(`${plan.path}.away`, plan.path);
  await agents(({ front }) => front?.['prompt'], 'one two!');
  await page.keyboard.press('Backspace');
  await expect.poll(() => plan.text()).toBe(here);

  // Another window gives it another key while somebody types here.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await card(other, 'front').click();
  await openPane(other, 'Inspector');
  await page.keyboard.type(' three');
  const otherKey = other.getByRole('region', { name: 'Inspector', exact: true }).getByLabel('Key');
  await otherKey.fill('web');
  await otherKey.press('Enter');
  await page.keyboard.type(' four');
  await agents(({ web }) => web?.['prompt'], 'one two three four');
  await expect(prompt).toBeFocused();
  await other.close();
});
