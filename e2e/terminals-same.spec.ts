import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { run, startShells, terminal } from './support/shells.ts';
import { cellsOf, openReference, type Reference } from './support/terminal-reference.ts';
import { expect, test } from './support/test.ts';

const FULL = process.env['TRIBUTARY_FULL'] === '1';
const CYCLES = FULL ? 50 : 4;
/** All of them in a full run; by default one that scrolls and one that fills the screen. */
const RECORDINGS = FULL
  ? ['build-log', 'claude-classic', 'claude-fullscreen', 'less', 'top', 'vim']
  : ['build-log', 'claude-fullscreen'];
/** Milliseconds of one cycle on a slow machine. */
const PATIENCE = 12_000;

/**
 * Shows a stream in as many parts as there are cycles, the next one with each key, and writes down what it did and saw in
 * order: parts, sizes, and where it cleared the screen at a new size, as programs do that fill it.
 */
const SHOW = `const { appendFileSync, readFileSync } = require('node:fs');
const [stream, notes, cycles] = process.argv.slice(2);
const bytes = readFileSync(stream);
const note = (line) => appendFileSync(notes, line + '\\n');
let at = 0;
let part = 0;
const fills = () => {
  const before = bytes.subarray(0, at).toString('latin1');
  return before.lastIndexOf('\\x1b[?1049h') > before.lastIndexOf('\\x1b[?1049l');
};
process.stdin.setRawMode(true);
process.stdin.on('data', (keys) => {
  if (!keys.includes('n')) return;
  part += 1;
  const until = Math.floor((bytes.length * part) / (Number(cycles) + 1));
  process.stdout.write(bytes.subarray(at, until));
  note('part ' + at + ' ' + until);
  at = until;
});
const size = () => note('size ' + process.stdout.columns + ' ' + process.stdout.rows);
size();
process.stdout.on('resize', () => {
  size();
  if (!fills()) return;
  process.stdout.write('\\x1b[2J');
  note('clear');
});
`;

const WORDS = ['plain', '漢字かな', '😀👍🏽', 'é̂', '한글', 'tab\tbed', 'x'.repeat(230)];

/** What a build prints: colours, wide and combining characters, lines longer than the terminal. */
function log(): string {
  const lines = Array.from({ length: 900 }, (_, at) => {
    const word = WORDS[at % WORDS.length];
    return `\x1b[3${at % 8}m${at} \x1b[1m${word}\x1b[0m \x1b[48;2;${at % 256};60;90m${word}\x1b[0m`;
  });
  return `${lines.join('\r\n')}\r\nover`;
}

const corpus = resolve(import.meta.dirname, '../src/main/session-host/corpus');
const STREAMS: readonly (readonly [string, Buffer])[] = [
  ['generated log', afresh(Buffer.from(log()))],
  ...RECORDINGS.map((name) => [name, afresh(readFileSync(join(corpus, `${name}.bytes`)))] as const),
];

/** Without what the shell showed before. */
function afresh(stream: Buffer): Buffer {
  return Buffer.concat([Buffer.from('\x1bc'), stream]);
}

/** Brings the reference to what the program has noted since the last time. */
function follower(reference: Reference, stream: Buffer, notes: string) {
  let followed = 0;
  return async () => {
    const lines = (await readFile(notes, 'utf8')).split('\n').slice(0, -1);
    for (const line of lines.slice(followed)) {
      const [what, one = 0, other = 0] = line
        .split(' ')
        .map((word, at) => (at ? Number(word) : word));
      if (what === 'size') await reference.resize(Number(one), Number(other));
      else if (what === 'clear') await reference.write(Buffer.from('\x1b[2J'));
      else await reference.write(stream.subarray(Number(one), Number(other)));
    }
    followed = lines.length;
  };
}

/** Characters shown of two rows that differ, from shortly before the place on. */
const SHOWN = 80;

function difference(seen: readonly string[], expected: readonly string[]): string {
  if (seen.length !== expected.length) return `${seen.length} rows instead of ${expected.length}`;
  const row = expected.findIndex((cells, index) => cells !== seen[index]);
  if (row < 0) return 'same';
  const [one = '', other = ''] = [seen[row], expected[row]];
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(0, at - SHOWN / 2);
  const part = (cells: string) => cells.slice(from, from + SHOWN);
  return `row ${row}, ${at} in: ${part(one)} instead of ${part(other)}`;
}

const inPane = '[data-terminal-pane="s1"]';

async function press(page: Page): Promise<void> {
  await terminal(page, 'S1').locator('textarea').press('n');
}

/**
 * The size that fits the pane, as `@xterm/addon-fit` has it, once the program has it too. A part that is written while a new
 * size is on its way is written in the one or the other, and nobody can say which was first.
 */
async function rested(page: Page, notes: string): Promise<void> {
  await expect
    .poll(async () => {
      const last = (await readFile(notes, 'utf8')).match(/^size (\d+) (\d+)$/gm)?.at(-1) ?? '';
      const [columns = 0, rows = 0] = last.split(' ').slice(1).map(Number);
      const fits = await page.locator(`${inPane} .xterm`).evaluate(
        (xterm, now) => {
          const place = getComputedStyle(xterm.parentElement ?? xterm);
          const screen = xterm.querySelector('.xterm-screen')?.getBoundingClientRect();
          const [width = 0, height = 0] = [place.width, place.height].map((length) =>
            Number.parseInt(length, 10),
          );
          const scrollBar = 14;
          const cell = {
            width: (screen?.width ?? 0) / now.columns,
            height: (screen?.height ?? 0) / now.rows,
          };
          return [
            Math.max(20, Math.floor((width - scrollBar) / cell.width)),
            Math.max(5, Math.floor(height / cell.height)),
          ];
        },
        { columns, rows },
      );
      return `${columns} ${rows}` === fits.join(' ') ? 'rested' : `${last}, fits ${fits.join(' ')}`;
    })
    .toBe('rested');
}

process.stdout.write(`same: ${CYCLES} cycles of ${STREAMS.map(([name]) => name).join(', ')}\n`);

for (const [name, stream] of STREAMS) {
  test(`${name} looks to the cell as if nobody had hidden, resized or reloaded it, ${CYCLES} times`, async ({
    page,
    context,
    workspace,
  }) => {
    if (FULL) test.setTimeout(CYCLES * PATIENCE);
    await startShells(page, workspace, { count: 2, files: { 'show.cjs': SHOW } });
    const path = join(workspace.folder, 'stream');
    await writeFile(path, stream);
    const notes = join(workspace.folder, 'notes');
    await run(page, 'S1', `exec node show.cjs ${path} ${notes} ${CYCLES}`);
    const reference = await openReference(context, page);
    const follow = follower(reference, stream, notes);
    const same = () =>
      expect
        .poll(async () => {
          await follow();
          const [seen, expected] = await Promise.all([cellsOf(page, inPane), reference.cells()]);
          return difference(seen, expected);
        })
        .toBe('same');
    await expect.poll(() => readFile(notes, 'utf8').catch(() => '')).toContain('size');
    await press(page);
    await same();
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      await test.step(`cycle ${cycle}`, async () => {
        if (cycle % 3 === 0) {
          await page.getByRole('button', { name: 'Tabs', exact: true }).click();
          await page.locator('.react-flow__node[data-id="s2"]').click();
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
        // A terminal that never had the focus draws no cursor, and the cell under it has its colours.
        await terminal(page, 'S1').locator('textarea').focus();
        await same();
        await rested(page, notes);
        await same();
        await press(page);
        await same();
      });
    }
  });
}

test('a terminal stays in its pane when a browser looks for the field that takes the keys', async ({
  page,
  workspace,
}) => {
  await startShells(page, workspace, { count: 1 });
  const moved = await terminal(page, 'S1')
    .locator('.terminal-screen')
    .evaluate((screen) => {
      const top = screen.getBoundingClientRect().top;
      // As it is for a moment where the pane has become lower than the terminal.
      screen.style.height = '3000px';
      const textarea = screen.querySelector('textarea');
      if (textarea) textarea.style.top = '2900px';
      textarea?.focus();
      return screen.getBoundingClientRect().top - top;
    });
  expect(moved).toBe(0);
});
