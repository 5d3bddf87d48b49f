import { expect, test } from 'vitest';
import { quotedPath } from './quoted-path.ts';

test('a POSIX shell reads the path as one word', () => {
  const quoted = (path: string) => quotedPath(path, false);
  expect(quoted('/a/b-c.d')).toBe('/a/b-c.d');
  expect(quoted('/with blank')).toBe("'/with blank'");
  expect(quoted("/it's")).toBe(`'/it'\\''s'`);
  expect(quoted('/$(touch x);`y`&')).toBe("'/$(touch x);`y`&'");
  expect(quoted('/ünïcode')).toBe("'/ünïcode'");
});

test('control characters are escaped', () => {
  expect(quotedPath("/new\nline'\\", false)).toBe(`$'/new\\x0aline\\'\\\\'`);
});

test('on Windows the path is in double quotes if necessary', () => {
  expect(quotedPath('C:\\a\\b.ts', true)).toBe('C:\\a\\b.ts');
  expect(quotedPath('C:\\a b\\c.ts', true)).toBe('"C:\\a b\\c.ts"');
});
