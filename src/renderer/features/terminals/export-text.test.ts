import { Terminal } from '@xterm/headless';
import { expect, test } from 'vitest';
import { textOf } from './export-text.ts';

function shown(text: string, columns: number): Promise<string> {
  const terminal = new Terminal({
    cols: columns,
    rows: 5,
    scrollback: 100,
    allowProposedApi: true,
  });
  return new Promise((done) => terminal.write(text, () => done(textOf(terminal.buffer.active))));
}

test('wrapped lines are joined, including spaces at the edge', async () => {
  expect(await shown('0123456789 abcdefgh  z\r\nnext\r\n', 10)).toBe(
    '0123456789 abcdefgh  z\nnext\n',
  );
});

test('scrollback comes first; empty lines at the end are dropped', async () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  expect(await shown(lines.join('\r\n'), 40)).toBe(`${lines.join('\n')}\n`);
});

test('wide characters and empty lines are kept', async () => {
  expect(await shown('漢字 😀\r\n\r\nend', 20)).toBe('漢字 😀\n\nend\n');
});
