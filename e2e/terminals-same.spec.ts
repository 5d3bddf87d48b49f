import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import unicode from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import { run, startShells, terminal } from './support/shells.ts';
import { expect, test } from './support/test.ts';

const CYCLES = process.env['TRIBUTARY_FULL'] === '1' ? 50 : 10;

/** Shows a stream, and writes down every size that its terminal is given. */
const SHOW = `const { appendFileSync, readFileSync } = require('node:fs');
const [stream, sizes] = process.argv.slice(2);
const note = () => appendFileSync(sizes, process.stdout.columns + ' ' + process.stdout.rows + '\\n');
process.stdin.setRawMode(true);
process.stdin.resume();
note();
process.stdout.on('resize', note);
process.stdout.write(readFileSync(stream));
`;

const WORDS = ['plain', '漢字かな', '😀👍🏽', 'é̂', '한글', 'tab\tbed', 'x'.repeat(230)];

/** What a build prints: colours, wide and combining characters, lines longer than the terminal. */
function log(): string {
  const lines = Array.from({ length: 900 }, (_, at) => {
    const word = WORDS[at % WORDS.length];
    return `\x1b[3${at % 8}m${at} \x1b[1m${word}\x1b[0m \x1b[48;2;${at % 256};60;90m${word}\x1b[0m`;
  });
  return `\x1bc${lines.join('\r\n')}\r\nover`;
}

/** What a full-screen program draws: the alternate screen, a scroll region, text placed here and there. */
function fullScreen(): string {
  const placed = Array.from({ length: 300 }, (_, at) => {
    const word = WORDS[at % (WORDS.length - 1)];
    return `\x1b[${1 + ((at * 7) % 12)};${1 + ((at * 13) % 30)}H\x1b[3${at % 8}m${word}\x1b[0m`;
  });
  return `\x1bc\x1b[?1049h\x1b[2;6r${placed.join('')}\x1b[4;1H${'scrolled\r\n'.repeat(9)}over`;
}

/** The rows that an uninterrupted terminal shows after the stream and all sizes that the program was given. */
async function reference(stream: string, sizes: string): Promise<readonly string[]> {
  const [first, ...later] = (await readFile(sizes, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
  const [cols = 80, rows = 24] = first ?? [];
  const shown = new headless.Terminal({ cols, rows, scrollback: 5000, allowProposedApi: true });
  shown.loadAddon(new unicode.Unicode11Addon());
  shown.unicode.activeVersion = '11';
  await new Promise<void>((done) => shown.write(stream, done));
  for (const [columns = 80, lines = 24] of later) shown.resize(columns, lines);
  const { active } = shown.buffer;
  return Array.from({ length: shown.rows }, (_, row) =>
    (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
  );
}

function rowsOf(page: Page, title: string): Promise<readonly string[]> {
  return terminal(page, title)
    .locator('.xterm-rows > div')
    .evaluateAll((rows) =>
      rows.map((row) => (row.textContent ?? '').replaceAll('\u00a0', ' ').trimEnd()),
    );
}

for (const [name, stream] of [
  ['log', log()],
  ['full-screen', fullScreen()],
] as const) {
  test(`a ${name} stream looks as if nobody had hidden, resized or reloaded it, ${CYCLES} times`, async ({
    page,
    workspace,
  }) => {
    await startShells(page, workspace, { count: 2, files: { 'show.cjs': SHOW, stream } });
    const sizes = join(workspace.folder, 'sizes');
    await run(page, 'S1', `exec node show.cjs stream ${sizes}`);
    const same = () =>
      expect
        .poll(async () => {
          const [rows, expected] = await Promise.all([
            rowsOf(page, 'S1'),
            reference(stream, sizes),
          ]);
          return { rows, expected, same: JSON.stringify(rows) === JSON.stringify(expected) };
        })
        .toMatchObject({ same: true });
    await expect(terminal(page, 'S1').getByText('over').last()).toBeVisible();
    await same();
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      await test.step(`cycle ${cycle}`, async () => {
        const hidden = page.locator('.react-flow__node[data-id="s2"]');
        if (cycle % 3 === 0) {
          await page.getByRole('button', { name: 'Tabs', exact: true }).click();
          await hidden.click();
          await expect(terminal(page, 'S1')).toHaveCount(0);
        }
        // From 60 to 200 columns, as far as the window gives them.
        await page.setViewportSize({
          width: 1100 + ((cycle * 397) % 900),
          height: 700 + ((cycle * 61) % 300),
        });
        if (cycle % 3 === 1) await page.reload();
        await page.getByRole('button', { name: 'Tiles', exact: true }).click();
        await expect(terminal(page, 'S1').locator('.xterm-rows')).toBeVisible();
        await same();
      });
    }
  });
}
