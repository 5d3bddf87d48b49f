import { rename } from 'node:fs/promises';
import { card, Plan } from './support/plan.ts';
import { expect, openPane, test } from './support/test.ts';

type Agents = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

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
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
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
