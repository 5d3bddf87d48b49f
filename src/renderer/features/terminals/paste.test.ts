import { expect, test } from 'vitest';
import { pasteable } from './paste.ts';

test('ordinary text is unchanged', () => {
  expect(pasteable('a\r\n漢字 😀 \u001b[31m')).toBe('a\r\n漢字 😀 \u001b[31m');
});

test('pasted text cannot end the paste, even with nested end sequences', () => {
  expect(pasteable('a\u001b[201~rm\n')).toBe('arm\n');
  expect(pasteable('a\u001b[20\u001b[201~1~rm\n')).toBe('arm\n');
});
