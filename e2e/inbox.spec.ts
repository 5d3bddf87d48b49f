import { noticesShown } from './support/system.ts';
import { expect, node, openPane, test } from './support/test.ts';

const AGENTS = ['api', 'card', 'data', 'jobs', 'tests'];
const PLAN = `version: 1
feature: shop
base: main
agents:
${AGENTS.map((name) => `  ${name}: { role: data, runs: sim, sim: plans/sim/${name === 'tests' ? 'twice' : 'once'}.yaml }`).join('\n')}
syncs:
  ground: { merges: [${AGENTS.join(', ')}] }
`;
const PERMISSION = '- permission: npm run build\n';
const WORK = '- edit: { file: done.txt, content: "x" }\n- commit: Do it\n';

/** Promised to a person who has five agents waiting; the slack is for a machine that runs two tests at once. */
const ANSWERED_WITHIN = 30_000;

/** A browser that shows notices, behind other windows. */
function behind(): void {
  const shown: string[] = [];
  class Shown {
    static readonly permission = 'granted';
    constructor(title: string) {
      shown.push(title);
    }
  }
  document.hasFocus = () => false;
  Object.assign(window, { Notification: Shown, shown });
}

test('five waiting agents are answered from the keyboard, told of once each, and accepted when ready', async ({
  page,
  workspace,
}) => {
  const repository = await workspace.repository('shop', {
    'plans/shop.plan.yaml': PLAN,
    'plans/sim/once.yaml': PERMISSION + WORK,
    'plans/sim/twice.yaml': `${PERMISSION}- ask: May I go on?\n${WORK}`,
  });
  await workspace.trust(repository);
  const served = await workspace.serve(repository, 'serve');
  await page.addInitScript(behind);
  await page.goto(served.url);
  await page.getByRole('button', { name: 'Start phase' }).click();
  for (const name of AGENTS) {
    const title = name === 'api' ? 'API' : name[0]?.toUpperCase() + name.slice(1);
    await expect(node(page, title, 'needs-you')).toBeVisible();
  }
  await expect(page).toHaveTitle('(5) Tributary');
  const inbox = page.getByRole('region', { name: 'Inbox', exact: true });
  const waiting = inbox.getByRole('button', { name: /asks for permission/ });
  const begun = Date.now();

  await page.keyboard.press('n');
  await expect(waiting.first()).toBeFocused();
  const card = inbox.getByRole('region', { name: /^Request of / });
  await expect(card).toContainText('npm run build');
  await page.keyboard.press('j');
  await expect(waiting.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(waiting.first()).toBeFocused();
  await expect(card).toContainText('npm run build');
  // One is denied with a word, by keys alone.
  await page.keyboard.press('d');
  await expect(card.getByRole('textbox', { name: 'Message with the denial' })).toBeFocused();
  await page.keyboard.type('use make');
  await page.keyboard.press('Enter');
  await expect(waiting).toHaveCount(AGENTS.length - 1);
  await expect(waiting.first()).toBeFocused();
  await page.keyboard.press('Control+Shift+Y');
  await expect(waiting.nth(1)).toBeFocused();
  // Four permissions and a question are left; what is next is answered in its way.
  const needing = inbox.locator('[data-needs]');
  for (let left = AGENTS.length; left > 0; left -= 1) {
    await expect(needing.first()).toBeVisible();
    await page.keyboard.press('n');
    // The focus moves with the next frame.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    const row = inbox.locator('[data-needs]:focus');
    const item = await row.getAttribute('data-item');
    await expect(card).toBeVisible();
    const question = await card.getByText('May I go on?').isVisible();
    await page.keyboard.press('Enter');
    if (question) {
      await expect(card.getByRole('textbox', { name: 'Answer' })).toBeFocused();
      await page.keyboard.type('yes');
      await page.keyboard.press('Enter');
    }
    await expect(inbox.locator(`[data-item="${item}"]`)).toHaveCount(0);
  }
  expect(Date.now() - begun).toBeLessThan(ANSWERED_WITHIN);

  const finished = inbox.getByRole('button', { name: /has finished/ });
  await expect(finished).toHaveCount(AGENTS.length);
  await expect(inbox.getByRole('button', { name: /can be merged/ })).toBeVisible();
  const told = AGENTS.flatMap((name) => {
    const title = name === 'api' ? 'API' : name[0]?.toUpperCase() + name.slice(1);
    return [`${title} asks for permission`, `${title} has finished`];
  });
  expect(await noticesShown(page, workspace)).toEqual(
    [...told, 'Tests asks', 'Ground can be merged'].toSorted(),
  );

  await inbox.getByRole('button', { name: 'Accept the work of Card' }).click();
  await expect(finished).toHaveCount(AGENTS.length - 1);
  await node(page, 'Card').click();
  await openPane(page, 'Inspector');
  const inspector = page.getByRole('region', { name: 'Inspector', exact: true });
  await expect(inspector.getByText('Ready, accepted')).toBeVisible();
});
