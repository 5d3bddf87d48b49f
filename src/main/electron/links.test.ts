import { expect, test } from 'vitest';
import { linkedPath, outsideAddress, plainly } from './links.ts';

test('only addresses of the web without a login in them are opened outside', () => {
  expect(outsideAddress('https://example.com/pr/1?x#y')).toBe('https://example.com/pr/1?x#y');
  expect(outsideAddress('http://localhost:3000')).toBe('http://localhost:3000/');
  for (const bad of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'ms-settings:privacy',
    'https://user:word@example.com/',
    'https://example.com@evil.example/',
    'about:blank',
    'no address',
    `https://example.com/${'x'.repeat(5000)}`,
  ]) {
    expect(outsideAddress(bad), bad).toBeNull();
  }
});

test('a link of ours names an absolute path, and nothing else is one', () => {
  expect(linkedPath('tributary://open?path=%2Fhome%2Fme%2Fshop')).toBe('/home/me/shop');
  expect(linkedPath('tributary://open?path=C%3A%5Cshop')).toBe('C:\\shop');
  for (const bad of [
    'tributary://open?path=shop',
    'tributary://open?path=%2Fa%00b',
    'tributary://run?path=%2Fa',
    'tributary://open',
    'https://open?path=%2Fa',
    'tributary:',
  ]) {
    expect(linkedPath(bad), bad).toBeNull();
  }
});

test('nothing in a path can hide', () => {
  expect(plainly('/a b/é')).toBe('/a b/é');
  expect(plainly('/a\u202eb\n\u200bc')).toBe('/a\\u{202e}b\\u{a}\\u{200b}c');
});
