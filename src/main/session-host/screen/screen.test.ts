import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import { expect, test } from 'vitest';
import { Screen } from './screen.ts';
import { linkAt, snapshotOf } from './screen-fixture.ts';

const SIZE = { columns: 60, rows: 20 };

function screen(onReply: (bytes: Uint8Array) => void = () => undefined): Screen {
  return new Screen(SIZE, { onReply, onTitle: () => undefined, onBell: () => undefined });
}

function restored(parts: Iterable<{ readonly bytes: Uint8Array }>) {
  const terminal = new headless.Terminal({
    cols: SIZE.columns,
    rows: SIZE.rows,
    scrollback: 5000,
    allowProposedApi: true,
  });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  for (const part of parts) terminal.write(part.bytes);
  return new Promise<typeof terminal>((resolve) => terminal.write('', () => resolve(terminal)));
}

function state(terminal: InstanceType<typeof headless.Terminal>) {
  const { cursorX, cursorY, type, length } = terminal.buffer.active;
  const core: unknown = Reflect.get(terminal, '_core');
  const inside = (...path: string[]) =>
    path.reduce<unknown>((value, name) => Reflect.get(value as object, name), core);
  return {
    modes: terminal.modes,
    hidden: inside('coreService', 'isCursorHidden'),
    decModes: inside('coreService', 'decPrivateModes'),
    mouse: inside('coreMouseService', 'activeEncoding'),
    region: [inside('buffer', 'scrollTop'), inside('buffer', 'scrollBottom')],
    cursorX,
    cursorY,
    type,
    length,
  };
}

test.each([
  ['a plain prompt', 'one\r\ntwo $ '],
  [
    'a full-screen program',
    '\x1b[?1049h\x1b[?1002h\x1b[?1006h\x1b[?1004h\x1b[?2004h\x1b[?25l\x1b[5 q\x1b[3;10r\x1b[5;7Hhere',
  ],
  ['a steady block cursor and pixels of the mouse', '\x1b[2 q\x1b[?1003h\x1b[?1016h'],
  ['origin mode inside a region', '\x1b[4;12r\x1b[?6h\x1b[3;9Hx'],
  ['application keys and held painting', '\x1b[?1h\x1b=\x1b[?2026hhalf'],
  ['scrollback', `${'line\r\n'.repeat(300)}end`],
])('a snapshot restores %s', async (_name, bytes) => {
  const original = screen();
  await original.write(Buffer.from(bytes));
  const reference = new headless.Terminal({
    cols: 60,
    rows: 20,
    scrollback: 5000,
    allowProposedApi: true,
  });
  await new Promise<void>((resolve) => reference.write(bytes, resolve));
  expect(state(await restored(snapshotOf(original)))).toEqual(state(reference));
});

/** The text of each link, and where it leads. */
function links(terminal: InstanceType<typeof headless.Terminal>): string[] {
  const found: string[] = [];
  for (let row = 0; row < terminal.buffer.active.length; row += 1) {
    for (let column = 0; column < terminal.cols; column += 1) {
      const cell = terminal.buffer.active.getLine(row)?.getCell(column);
      const link = cell && linkAt(terminal, cell);
      if (link) found.push(`${cell.getChars()} ${link.id ?? ''} ${link.uri}`);
    }
  }
  return found;
}

test('links stay what they are, and one that is open goes on', async () => {
  const link = (to: string, text: string, id = '') =>
    `\x1b]8;${id};${to}\x1b\\${text}\x1b]8;;\x1b\\`;
  const shown =
    `${link('https://a.example/x;y', 'one')} two ${link('https://b.example', 'thr\r\nee', 'id=7')}` +
    `\r\n${'.'.repeat(SIZE.columns - 1)}${link('https://last.example', '#')}`;
  const open = `\r\n\x1b]8;;https://open.example\x1b\\\x1b[4mfo`;
  const go = Buffer.from('ur\x1b]8;;\x1b\\ plain');
  for (const text of [shown, shown + open]) {
    const original = screen();
    await original.write(Buffer.from(text));
    const seen = await restored([{ bytes: Buffer.from(text) }, { bytes: go }]);
    const again = await restored([...snapshotOf(original), { bytes: go }]);
    expect(links(again)).toEqual(links(seen));
    expect(links(again).length).toBeGreaterThan(8);
  }
});

test('a link whose line is gone keeps its looks until it ends, and leads nowhere', async () => {
  const text = '\x1b[?47h\x1b]8;;https://gone.example\x1b\\a\x1b[?47lbc';
  const go = Buffer.from('d\x1b]8;;\x1b\\e');
  const original = screen();
  await original.write(Buffer.from(text));
  const seen = await restored([{ bytes: Buffer.from(text) }, { bytes: go }]);
  const again = await restored([...snapshotOf(original), { bytes: go }]);
  expect(links(seen)).toEqual([]);
  expect(links(again)).toEqual(['b', 'c', 'd'].map((one) => `${one}  about:blank`));
});

test('scrollback comes after the screen and is left out where there is none', async () => {
  const short = screen();
  await short.write(Buffer.from('one line'));
  expect(snapshotOf(short).map(({ part }) => part)).toEqual([0, 2]);
  const long = screen();
  await long.write(Buffer.from('line\r\n'.repeat(100)));
  expect(snapshotOf(long).map(({ part }) => part)).toEqual([0, 1, 2]);
});

test('the screen answers what programs ask their terminal', async () => {
  const replies: string[] = [];
  const asked = screen((bytes) => replies.push(Buffer.from(bytes).toString()));
  await asked.write(Buffer.from('ab\x1b[6n\x1b[c'));
  expect(replies.join('')).toBe('\x1b[1;3R\x1b[?1;2c');
});

test('a snapshot at any byte of a stream goes on as if it had not been taken', async () => {
  const stream = Buffer.from(
    'é日🛶\x1b[1;31mred\x1b[0m\x1b]0;title é\x07\x1b[3;5H\x1b]8;;http://a\x1b\\link\x1b]8;;\x1b\\\x1bP$q"p\x1b\\\x1b(0q\x1b(B\r\nend',
  );
  const whole = await restored([{ bytes: stream }]);
  const original = screen();
  for (let cut = 0; cut <= stream.length; cut += 1) {
    // In single bytes: the pieces of a character may come one by one.
    if (cut > 0) await original.write(stream.subarray(cut - 1, cut));
    const all = [...snapshotOf(original), { bytes: stream.subarray(cut) }];
    expect(`${cut}: ${text(await restored(all))}`).toBe(`${cut}: ${text(whole)}`);
  }
});

function text(terminal: InstanceType<typeof headless.Terminal>): string {
  const buffer = terminal.buffer.active;
  const rows = Array.from({ length: buffer.length }, (_, row) => buffer.getLine(row));
  return rows.map((row) => row?.translateToString(true)).join('|');
}
