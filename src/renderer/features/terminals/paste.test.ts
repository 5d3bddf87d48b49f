import { expect, test } from 'vitest';
import { pasteable } from './paste.ts';

test('text stays as it is', () => {
  expect(pasteable('a\r\n漢字 😀 \u001b[31m')).toBe('a\r\n漢字 😀 \u001b[31m');
});

test('nothing pasted can end the paste, also not when it was hidden in itself', () => {
  expect(pasteable('a\u001b[201~rm\n')).toBe('arm\n');
  expect(pasteable('a\u001b[20\u001b[201~1~rm\n')).toBe('arm\n');
});
