import { expect, test } from 'vitest';
import { coloursAfter } from './stretch.ts';

const RGB = '\x1b[38;2;10;20;30m';
const OTHER_RGB = '\x1b[38;2;10;20;31m';

test.each([
  [
    'the last use of each, in their order',
    '\x1b[31ma\x1b[1mb\x1b[32mc\x1b[31md',
    '\x1b[1m\x1b[32m\x1b[31m',
  ],
  ['nothing from before a reset', `\x1b[31ma${RGB}b\x1b[mc\x1b[4md`, '\x1b[m\x1b[4m'],
  ['a reset by its number', '\x1b[7ma\x1b[0mb', '\x1b[0m'],
  ['long ones', `${RGB}a${OTHER_RGB}b${RGB}c`, `${OTHER_RGB}${RGB}`],
  ['no text, no line ends', 'plain\r\nlines\r\n', ''],
])('colours after plain output: %s', (_, output, expected) => {
  expect(coloursAfter(Buffer.from(output))).toBe(expected);
});
