import { appendFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { card, drag, middle, Plan } from './support/plan.ts';
import { expect, test } from './support/test.ts';

/** How long both windows and the text editor go on. */
const MINUTE_MS = process.env['TRIBUTARY_FULL'] === '1' ? 60_000 : 5_000;

/** Somebody who saves all the time. */
const BETWEEN_SAVES_MS = 150;

/** A small generator with a fixed seed, so that a failure can be seen again. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What one window does until the time is over; resolves to how often. */
async function gestures(page: Page, given: { until: number; seed: number }): Promise<number> {
  const random = seeded(given.seed);
  let made = 0;
  const key = async () => {
    const keys = await page
      .locator('.react-flow__node-agent')
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-id') ?? ''));
    return keys[random(keys.length)] ?? 'data';
  };
  const pick = async (entry: RegExp) => {
    const items = page.getByRole('menuitem', { name: entry });
    await items.first().waitFor({ timeout: 2000 });
    await items.nth(random(await items.count())).click({ timeout: 2000 });
  };
  const each = [
    async () => {
      await page.getByRole('toolbar', { name: 'Roles' }).getByRole('button').nth(random(6)).click();
      await pick(/^Phase [123]$/i);
    },
    async () => {
      const at = await middle(card(page, await key()));
      await drag(page, at, { x: at.x + 4, y: at.y + 10 + random(60) });
    },
    async () => {
      await card(page, await key()).focus({ timeout: 1000 });
      await page.keyboard.press('m');
      await pick(/^Phase [123]$/i);
    },
    async () => {
      await page.getByRole('button', { name: 'Undo', exact: true }).click({ timeout: 500 });
      await page.getByRole('button', { name: 'Redo', exact: true }).click({ timeout: 500 });
    },
  ];
  while (Date.now() < given.until) {
    // The other window may have moved or renamed what this one was about to take.
    const done = await each[random(each.length)]?.().then(
      () => true,
      () => false,
    );
    if (done) made += 1;
    await page.keyboard.press('Escape');
  }
  return made;
}

test('two windows and a text editor change one plan at once, and nothing is lost', async ({
  page,
  workspace,
}) => {
  test.setTimeout(MINUTE_MS + 60_000);
  const plan = await Plan.open(page, workspace);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(card(other, 'designer')).toBeVisible();

  const until = Date.now() + MINUTE_MS;
  const notes: string[] = [];
  const typing = async () => {
    while (Date.now() < until) {
      const note = `# note ${notes.length}\n`;
      // In place and without a look at what is there: one that writes a whole text over another's edit takes that away
      // itself, and nothing here could give it back.
      await appendFile(plan.path, note);
      notes.push(note);
      await pause(BETWEEN_SAVES_MS);
    }
  };
  const [one, two] = await Promise.all([
    gestures(page, { until, seed: 1 }),
    gestures(other, { until, seed: 2 }),
    typing(),
  ]);
  process.stdout.write(`gestures: ${one} and ${two}, notes: ${notes.length}\n`);
  expect(Math.min(one, two, notes.length)).toBeGreaterThan(0);

  // A note that went into the file while it was replaced comes back a moment later.
  const lost = async () => {
    const text = await plan.text();
    return notes.filter((note) => !text.includes(note));
  };
  await expect.poll(lost).toEqual([]);
  const places = (window: Page) =>
    window
      .locator('.react-flow__node')
      .evaluateAll((nodes) =>
        nodes
          .map((node) => `${node.getAttribute('data-id')} ${(node as HTMLElement).style.transform}`)
          .sort(),
      );
  await expect
    .poll(async () => {
      const [here, there] = [await places(page), await places(other)];
      const { agents, syncs } = await plan.read();
      const shown = here.map((place) => place.split(' ', 1)[0]).sort();
      const nodes = [...Object.keys(agents), ...Object.keys(syncs)].sort();
      const same = here.join() === there.join() && shown.join() === nodes.join();
      return same ? 'same' : { nodes, here, there };
    })
    .toBe('same');

  // All of it can be taken back, from either window; what the text editor wrote stays.
  for (const window of [page, other]) {
    await expect(window.getByRole('button', { name: 'Undo', exact: true })).toBeEnabled();
  }
  const undo = other.getByRole('button', { name: 'Undo', exact: true });
  // Disabled between the look and the click: that was the last one.
  while (await undo.isEnabled()) await undo.click({ timeout: 1000 }).catch(() => undefined);
  await plan.says(
    ({ agents: left }) => Object.keys(left),
    ['designer', 'data', 'backend', 'frontend', 'qa'],
  );
  expect(await lost()).toEqual([]);
  await other.close();
});
