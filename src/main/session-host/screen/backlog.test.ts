import headless from '@xterm/headless';
import { expect, test } from 'vitest';
import { Backlog } from './backlog.ts';
import { Screen } from './screen.ts';
import { snapshotOf } from './screen-fixture.ts';

const FULL = process.env['TRIBUTARY_FULL'] === '1';
const STREAMS = FULL ? 60 : 12;
process.stdout.write(`backlog: ${STREAMS} generated streams\n`);

const SIZE = { columns: 40, rows: 12 };
/** More lines than the scrollback holds. */
const LINES = 6000;

/** A fixed sequence of numbers below `limit` for each seed. */
function numbers(seed: number): (limit: number) => number {
  let state = seed * 2654435761 + 1;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const PIECES = [
  'word ',
  '日本 ',
  'naïve\t',
  '\x1b[31m',
  '\x1b[1;38;5;44m',
  '\x1b[m',
  '\x1b[39m',
  '\x08x',
];
const AWKWARD = [
  '\x1b[3A',
  '\x1b[2J',
  '\x1b]0;title\x07',
  '\x1b[5;9r',
  '\x1b[r',
  '\x1b[?1049h',
  '\x1b[?1049l',
  '\x1b(0q\x1b(B',
];

function stream(seed: number): Buffer {
  const next = numbers(seed);
  const awkward = seed % 2 === 0 ? 0 : 1 + (seed % 4);
  const at = new Set(Array.from({ length: awkward }, () => next(LINES)));
  let text = '';
  for (let line = 0; line < LINES * 2.5; line += 1) {
    for (let count = next(4); count > 0; count -= 1) text += PIECES[next(PIECES.length)];
    if (at.has(line)) text += AWKWARD[next(AWKWARD.length)];
    text += next(50) === 0 ? '\n' : '\r\n';
  }
  return Buffer.from(`${text}end`);
}

/** Plays output in pieces of any size, condensing as the worker does; returns what was left out. */
async function play(
  screen: Screen,
  bytes: Buffer,
  next: (limit: number) => number,
): Promise<number> {
  const backlog = new Backlog();
  let skipped = 0;
  for (let at = 0; at < bytes.length; ) {
    const until = at + 1 + next(next(4) === 0 ? 40 : 65536);
    backlog.write(bytes.subarray(at, until));
    at = until;
    const capacity = screen.plainCapacity();
    if (capacity) skipped += backlog.condense(capacity);
    if (next(9) > 0) continue;
    const output = backlog.nextOutput(1 + next(32768));
    if (output) await screen.write(output.bytes);
  }
  for (let output = backlog.nextOutput(1e9); output; output = backlog.nextOutput(1e9)) {
    await screen.write(output.bytes);
  }
  return skipped;
}

function cells(parts: Iterable<{ readonly bytes: Uint8Array }>): Promise<string> {
  const terminal = new headless.Terminal({
    cols: SIZE.columns,
    rows: SIZE.rows,
    scrollback: 5000,
    allowProposedApi: true,
  });
  let text = '';
  for (const { bytes } of parts) {
    text += Buffer.from(bytes).toString();
    terminal.write(bytes);
  }
  return new Promise((resolve) => {
    terminal.write('', () => {
      resolve(`${terminal.buffer.active.cursorX},${terminal.buffer.active.cursorY}\n${text}`);
      terminal.dispose();
    });
  });
}

test('what is left out of a flood would have scrolled away: the screen is the same', async () => {
  const events = { onReply: () => undefined, onTitle: () => undefined, onBell: () => undefined };
  let left = 0;
  for (let seed = 1; seed <= STREAMS; seed += 1) {
    const bytes = stream(seed);
    const condensed = new Screen(SIZE, events);
    const whole = new Screen(SIZE, events);
    const skipped = await play(condensed, bytes, numbers(seed));
    if (skipped > 0) left += 1;
    await whole.write(bytes);
    const [one, other] = [await cells(snapshotOf(condensed)), await cells(snapshotOf(whole))];
    expect(one === other, `stream ${seed}`).toBe(true);
    condensed.dispose();
    whole.dispose();
  }
  expect(left).toBeGreaterThan(STREAMS / 3);
});

test('a question to the terminal does not wait, plain output waits for its end', () => {
  const backlog = new Backlog();
  backlog.write(Buffer.from('plain\r\n'));
  expect(backlog.wait()).toBeGreaterThan(0);
  backlog.write(Buffer.from('\x1b[6n'));
  expect(backlog.wait()).toBe(0);
});
