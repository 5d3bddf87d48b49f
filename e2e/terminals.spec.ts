import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { windowOf } from './support/desktop-page.ts';
import { run, startShells, terminal } from './support/shells.ts';
import { clipboardText, downloaded } from './support/system.ts';
import { expect, test } from './support/test.ts';

/** Writes what is typed or pasted into it to a file, as raw bytes, until it is told to end. */
const TAKE = `const { createWriteStream } = require('node:fs');
const out = createWriteStream(process.argv[2]);
const name = process.argv[2].split('/').at(-1);
let open = '';
process.stdin.setRawMode(true);
process.stdout.write('\\x1b[?2004htaking ' + name + '\\r\\n');
let taken = 0;
process.stdin.on('data', (bytes) => {
  out.write(bytes);
  taken += bytes.length;
  open = (open + bytes.toString('latin1')).slice(-12);
  if (open.includes('\\x1b[201~')) {
    process.stdout.write('\\x1b[?2004l');
    out.end(() => {
      process.stdout.write('all of ' + name + ' is here\\r\\n');
      process.exit(0);
    });
  }
});
`;

const ROWS = '.xterm-rows > div';

async function paste(page: Page, title: string, text: string, how: 'paste' | 'drop') {
  await terminal(page, title)
    .locator('textarea')
    .evaluate(
      (area, given) => {
        const data = new DataTransfer();
        data.setData('text/plain', given.text);
        const options = { bubbles: true, cancelable: true };
        area.dispatchEvent(
          given.how === 'paste'
            ? new ClipboardEvent('paste', { ...options, clipboardData: data })
            : new DragEvent('drop', { ...options, dataTransfer: data }),
        );
      },
      { text, how },
    );
}

const sha = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

test('what is pasted arrives whole, once, and in one bracket', async ({ page, workspace }) => {
  await startShells(page, workspace, { count: 1, files: { 'take.cjs': TAKE } });
  const sample = 'one\r\ntwo 漢字かな 한글 😀👩‍👩‍👧 é \t end\n';
  const texts = ['x', sample, sample.repeat(2000), sample.repeat(20_000)];
  for (const [index, text] of texts.entries()) {
    for (const how of ['paste', 'drop'] as const) {
      const file = join(workspace.folder, `took-${index}-${how}`);
      await run(page, 'S1', `clear; node take.cjs ${file}`);
      await expect(terminal(page, 'S1').getByText(`taking took-${index}-${how}`)).toBeVisible();
      await paste(page, 'S1', text, how);
      await expect(
        terminal(page, 'S1').getByText(`all of took-${index}-${how} is here`),
      ).toBeVisible();
      const took = await readFile(file);
      const expected = `\x1b[200~${text.replaceAll(/\r?\n/g, '\r')}\x1b[201~`;
      expect(took.length).toBe(Buffer.byteLength(expected));
      expect(sha(took), `${Buffer.byteLength(text)} bytes by ${how}`).toBe(sha(expected));
    }
  }
});

test('pasted text cannot end its own bracket', async ({ page, workspace }) => {
  await startShells(page, workspace, { count: 1, files: { 'take.cjs': TAKE } });
  const file = join(workspace.folder, 'took');
  await run(page, 'S1', `node take.cjs ${file}`);
  await expect(terminal(page, 'S1').getByText('taking took')).toBeVisible();
  await paste(page, 'S1', 'safe\x1b[20\x1b[201~1~rm -rf\n', 'paste');
  await expect(terminal(page, 'S1').getByText('all of took is here')).toBeVisible();
  expect(await readFile(file, 'utf8')).toBe('\x1b[200~saferm -rf\r\x1b[201~');
});

test('search counts, goes both ways, minds case and patterns, and Escape ends it', async ({
  page,
  workspace,
}) => {
  await startShells(page, workspace, { count: 1 });
  const pane = terminal(page, 'S1');
  await run(page, 'S1', 'stty -echo; PS1=; clear; printf "Alpha 12\\nalpha 345\\nALPHA beta\\n"');
  await expect(pane.getByText('ALPHA beta')).toBeVisible();
  await pane.getByRole('button', { name: 'Search', exact: true }).click();
  const field = pane.getByLabel('Search in terminal');
  const found = pane.getByRole('search').getByRole('status');
  await field.fill('alpha');
  await expect(found).toHaveText('3 of 3');
  await pane.getByRole('button', { name: 'Previous match' }).click();
  await expect(found).toHaveText('2 of 3');
  await pane.getByRole('button', { name: 'Next match' }).click();
  await expect(found).toHaveText('3 of 3');
  await pane.getByRole('button', { name: 'Match case' }).click();
  await expect(found).toHaveText('1 of 1');
  await pane.getByRole('button', { name: 'Match case' }).click();
  await pane.getByRole('button', { name: 'Regular expression' }).click();
  await field.fill('[0-9]{3}');
  await expect(found).toHaveText('1 of 1');
  await field.fill('[0-9');
  await expect(found).toHaveText('Invalid pattern');
  await field.press('Escape');
  await expect(field).toBeHidden();
  await expect(pane.locator('textarea')).toBeFocused();
});

test('a view that was scrolled up stays while output streams', async ({ page, workspace }) => {
  await startShells(page, workspace, { count: 1 });
  const pane = terminal(page, 'S1');
  await run(page, 'S1', 'seq -f "line %g" 400; echo ready');
  await expect(pane.getByText('ready', { exact: true })).toBeVisible();
  await run(page, 'S1', 'for i in $(seq 2000); do echo "more $i"; sleep 0.002; done; echo over');
  await expect(pane.getByText(/^more \d+$/).first()).toBeVisible();
  await pane.locator('.xterm').hover();
  await page.mouse.wheel(0, -1500);
  const top = pane.locator(ROWS).first();
  // At the bottom no two looks in a row would see the same line.
  let seen = await top.textContent();
  await expect
    .poll(async () => {
      const last = seen;
      seen = await top.textContent();
      return seen === last;
    })
    .toBe(true);
  const moved = await page.evaluate(async () => {
    const first = document.querySelector('.xterm-rows > div');
    const before = first?.textContent;
    const began = performance.now();
    let changes = 0;
    while (performance.now() - began < 4000) {
      await new Promise(requestAnimationFrame);
      if (first?.textContent !== before) changes += 1;
    }
    return changes;
  });
  expect(moved).toBe(0);
  expect(await top.textContent()).toBe(seen);
});

test('Shift selects over a program that takes the mouse, and copying joins wrapped lines', async ({
  page,
  workspace,
}) => {
  await startShells(page, workspace, { count: 1 });
  const pane = terminal(page, 'S1');
  const long = 'word'.repeat(60);
  await run(
    page,
    'S1',
    `stty -echo; PS1=; clear; printf '\\033[?1003h\\033[?1006h%s' ${long}; cat > /dev/null`,
  );
  await expect(pane.locator(ROWS).first()).toContainText('wordword');
  const box = await pane.locator('.xterm-screen').boundingBox();
  if (!box) throw new Error('not on the screen');
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + 1, box.y + 6);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 4, box.y + 90, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await page.keyboard.press('Control+Shift+C');
  await expect.poll(async () => (await clipboardText(page, workspace)).trimEnd()).toBe(long);
});

test('text is sized by keys, and the size is remembered', async ({ page, workspace }) => {
  await startShells(page, workspace, { count: 1 });
  const pane = terminal(page, 'S1');
  const size = () =>
    pane
      .locator('.xterm-rows')
      .evaluate((rows) => Number.parseFloat(getComputedStyle(rows).fontSize));
  await pane.locator('.xterm').click();
  expect(await size()).toBe(12.5);
  await page.keyboard.press('Control+=');
  await page.keyboard.press('Control+=');
  await expect.poll(size).toBe(14.5);
  await page.keyboard.press('Control+-');
  await expect.poll(size).toBe(13.5);
  await page.reload();
  await expect.poll(size).toBe(13.5);
  await pane.locator('.xterm').click();
  await page.keyboard.press('Control+0');
  await expect.poll(size).toBe(12.5);
});

test('the candidate window of an input method stands at the cursor', async ({
  page,
  workspace,
}) => {
  await startShells(page, workspace, { count: 1 });
  const pane = terminal(page, 'S1');
  await run(page, 'S1', 'stty -echo; PS1=; clear; printf "\\n\\nhere: "; cat > /dev/null');
  // Not the command, which is cleared away, but what it prints.
  await expect(pane.locator(ROWS).nth(2)).toHaveText(/^here:/);
  const client = await page.context().newCDPSession(windowOf(page));
  await client.send('Input.imeSetComposition', {
    text: 'にほ',
    selectionStart: 2,
    selectionEnd: 2,
  });
  const composing = pane.locator('.composition-view.active');
  await expect(composing).toHaveText('にほ');
  const [box, cursor, row] = await Promise.all([
    composing.boundingBox(),
    pane.locator('.xterm-cursor').boundingBox(),
    pane.locator(ROWS).first().boundingBox(),
  ]);
  if (!box || !cursor || !row) throw new Error('not on the screen');
  expect(Math.abs(box.x - cursor.x)).toBeLessThanOrEqual(cursor.width);
  expect(Math.abs(box.y - cursor.y)).toBeLessThanOrEqual(row.height);
});

test('keys lead from terminal to terminal, a bell marks, and text is exported', async ({
  page,
  workspace,
}) => {
  await startShells(page, workspace, { count: 3 });
  await terminal(page, 'S1').locator('.xterm').click();
  await page.keyboard.press('Control+Shift+Digit3');
  await expect(terminal(page, 'S3').locator('textarea')).toBeFocused();
  await page.keyboard.press('Alt+PageDown');
  await expect(terminal(page, 'S1').locator('textarea')).toBeFocused();
  await page.keyboard.press('Alt+PageUp');
  await expect(terminal(page, 'S3').locator('textarea')).toBeFocused();

  await run(page, 'S1', "sleep 1; printf '\\a'");
  await terminal(page, 'S2').locator('.xterm').click();
  const marked = terminal(page, 'S1').getByLabel('rang the bell');
  await expect(marked).toBeVisible();
  await terminal(page, 'S1').locator('.xterm').click();
  await expect(marked).toBeHidden();

  await run(page, 'S1', 'seq 300; echo the end');
  await expect(terminal(page, 'S1').getByText('the end', { exact: true })).toBeVisible();
  const text = await downloaded(page, workspace, async () => {
    await terminal(page, 'S1').getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Export as text' }).click();
  });
  expect(text).toContain(`${Array.from({ length: 300 }, (_, at) => at + 1).join('\n')}\nthe end`);
});

test('a session works on in the background, and is back on the screen when asked for', async ({
  page,
  workspace,
}) => {
  await startShells(page, workspace, { count: 2 });
  await run(page, 'S1', 'seq 3000; echo filled');
  await expect(terminal(page, 'S1').getByText('filled', { exact: true })).toBeVisible();
  await terminal(page, 'S1').getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Send to background' }).click();
  await expect(terminal(page, 'S1')).toHaveCount(0);
  const card = page.locator('.react-flow__node[data-id="s1"]');
  await expect(card.getByLabel('in the background')).toBeVisible();
  await page.reload();
  await expect(terminal(page, 'S2')).toBeVisible();
  await expect(terminal(page, 'S1'), 'remembered').toHaveCount(0);

  await page.getByRole('button', { name: '1 in background' }).click();
  await page.getByRole('menuitem', { name: 'S1' }).click();
  await expect(terminal(page, 'S1').getByText('filled', { exact: true })).toBeVisible();
  await expect(terminal(page, 'S1').locator('textarea')).toBeFocused();
  await page.getByRole('button', { name: 'Background all' }).click();
  await expect(page.getByText('All sessions are in the background')).toBeVisible();
});
