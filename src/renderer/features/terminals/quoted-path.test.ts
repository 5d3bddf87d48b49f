import { expect, test } from 'vitest';
import { quotedPath } from './quoted-path.ts';

test('a POSIX shell reads it as one word', () => {
  const quoted = (path: string) => quotedPath(path, false);
  expect(quoted('/a/b-c.d')).toBe('/a/b-c.d');
  expect(quoted('/with blank')).toBe("'/with blank'");
  expect(quoted("/it's")).toBe(`'/it'\\''s'`);
  expect(quoted('/$(touch x);`y`&')).toBe("'/$(touch x);`y`&'");
  expect(quoted('/ünïcode')).toBe("'/ünïcode'");
});

test('what would end the line is written out', () => {
  expect(quotedPath("/new\nline'\\", false)).toBe(`$'/new\\x0aline\\'\\\\'`);
});

test('on Windows it is in double quotes where it has to be', () => {
  expect(quotedPath('C:\\a\\b.ts', true)).toBe('C:\\a\\b.ts');
  expect(quotedPath('C:\\a b\\c.ts', true)).toBe('"C:\\a b\\c.ts"');
});
