import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { Screen } from './screen.ts';
import { linkAt, snapshotOf } from './screen-fixture.ts';

const FULL = process.env['TRIBUTARY_FULL'] === '1';
const MOST = 50;
const RESTARTS = FULL ? MOST : 12;
process.stdout.write(`playback: ${RESTARTS} viewers for each recording\n`);

const corpus = resolve(import.meta.dirname, '../corpus');
const recordings = readdirSync(corpus).filter((name) => name.endsWith('.bytes'));
const SIZE = { columns: 100, rows: 30 };

type Terminal = InstanceType<typeof headless.Terminal>;

function terminal(size = SIZE): Terminal {
  const { columns: cols, rows } = size;
  const made = new headless.Terminal({ cols, rows, scrollback: 5000, allowProposedApi: true });
  made.loadAddon(new Unicode11Addon());
  made.unicode.activeVersion = '11';
  return made;
}

const write = (to: Terminal, bytes: Uint8Array) =>
  new Promise<void>((done) => to.write(bytes, done));

/** A viewer that attaches now: it knows nothing but the snapshot. */
async function attach(screen: Screen): Promise<Terminal> {
  const parts = snapshotOf(screen);
  const [first] = parts;
  const viewer = terminal(first ?? SIZE);
  for (const { bytes } of parts) await write(viewer, bytes);
  return viewer;
}

/** Everything that is seen of a terminal: each visible cell with its colours and attributes, cursor and modes. */
function seen(of: Terminal): string[] {
  const { active } = of.buffer;
  const rows = Array.from({ length: of.rows }, (_, row) => {
    const line = active.getLine(active.baseY + row);
    const cells = Array.from({ length: of.cols }, (_, column) => {
      const cell = line?.getCell(column);
      if (!cell) return '';
      // A blank cell may never have been written: with a background it may not.
      const chars = cell.getChars() || (cell.getWidth() === 0 ? '' : ' ');
      const under = (cell as unknown as { getUnderlineStyle(): number }).getUnderlineStyle();
      const attributes = [cell.isBold(), cell.isDim(), cell.isItalic(), under];
      const more = [cell.isInverse(), cell.isInvisible(), cell.isStrikethrough(), cell.isBlink()];
      const back = `${cell.getBgColorMode()}:${cell.getBgColor()}`;
      const fore =
        chars === ' ' && !cell.isInverse() ? '' : `${cell.getFgColorMode()}:${cell.getFgColor()}`;
      return [
        chars,
        cell.getWidth(),
        fore,
        back,
        ...attributes.map(Number),
        ...more.map(Number),
        linkAt(of, cell)?.uri,
      ].join(' ');
    });
    return cells.join('|');
  });
  const { cursorX, cursorY, type } = active;
  return [...rows, JSON.stringify({ cursorX, cursorY, type, modes: of.modes })];
}

function firstDifference(one: readonly string[], other: readonly string[]): string | null {
  const row = one.findIndex((line, index) => line !== other[index]);
  if (row < 0) return null;
  const [here = [], there = []] = [one[row]?.split('|'), other[row]?.split('|')];
  const column = here.findIndex((cell, index) => cell !== there[index]);
  return `row ${row}, column ${column}: ${here[column]} instead of ${there[column]}`;
}

/** A fixed sequence of numbers below `limit`. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const nothing = () => undefined;
const events = { onReply: nothing, onTitle: nothing, onBell: nothing };

const WORDS = ['plain', '漢字かな', '😀👍🏽', 'é̂', '한글', 'tab\tbed', 'x'.repeat(230)];

/** What a build prints: colours, wide and combining characters, lines longer than the terminal. */
function log(): Buffer {
  const lines = Array.from({ length: 900 }, (_, at) => {
    const word = WORDS[at % WORDS.length];
    return `\x1b[3${at % 8}m${at} \x1b[1m${word}\x1b[0m \x1b[48;2;${at % 256};60;90m${word}\x1b[0m`;
  });
  return Buffer.from(`${lines.join('\r\n')}\r\nover`);
}

const STREAMS: readonly (readonly [name: string, bytes: Buffer, viewers: number])[] = [
  ['a generated log', log(), MOST],
  ...recordings.map((name) => [name, readFileSync(join(corpus, name)), RESTARTS] as const),
];

describe.each(STREAMS)('%s', (_name, bytes, viewers) => {
  test('shows the same to a viewer that attaches at any moment, and goes on the same', async () => {
    const next = numbers(bytes.length);
    const cuts = Array.from({ length: viewers }, () => next(bytes.length)).sort((a, b) => a - b);
    const screen = new Screen(SIZE, events);
    const reference = terminal();
    let viewer = await attach(screen);
    let at = 0;
    for (const cut of [...cuts, bytes.length]) {
      const part = bytes.subarray(at, cut);
      at = cut;
      await screen.write(part);
      for (const one of [reference, viewer]) await write(one, part);
      expect(firstDifference(seen(viewer), seen(reference)), `live until ${cut}`).toBeNull();
      viewer.dispose();
      viewer = await attach(screen);
      expect(firstDifference(seen(viewer), seen(reference)), `attached at ${cut}`).toBeNull();
    }
  });

  test('shows the same after sizes of 20 to 200 columns, to viewers old and new', async () => {
    const next = numbers(bytes.length + 1);
    const cuts = Array.from({ length: viewers }, () => next(bytes.length)).sort((a, b) => a - b);
    const screen = new Screen(SIZE, events);
    const reference = terminal();
    let viewer = await attach(screen);
    let at = 0;
    for (const cut of [...cuts, bytes.length]) {
      const part = bytes.subarray(at, cut);
      at = cut;
      await screen.write(part);
      for (const one of [reference, viewer]) await write(one, part);
      const size = { columns: 20 + next(181), rows: 10 + next(50) };
      screen.resize(size);
      for (const one of [reference, viewer]) one.resize(size.columns, size.rows);
      if (reference.buffer.active.type === 'alternate') {
        // What programs that fill the screen begin with at a new size; terminals keep what they cut off otherwise.
        const anew = Buffer.from('\x1b[2J');
        await screen.write(anew);
        for (const one of [reference, viewer]) await write(one, anew);
      }
      const where = `${size.columns}x${size.rows} at ${cut}`;
      expect(firstDifference(seen(viewer), seen(reference)), `live, ${where}`).toBeNull();
      viewer.dispose();
      viewer = await attach(screen);
      expect(firstDifference(seen(viewer), seen(reference)), `attached, ${where}`).toBeNull();
    }
  });
});
