import { expect, test } from 'vitest';
import { clipboardText, webAddress } from './untrusted-output.ts';

test.each([
  ['https://example.org/a?b=c', 'https://example.org/a?b=c'],
  ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/'],
  ['HTTPS://EXAMPLE.org', 'https://example.org/'],
  ['javascript:alert(1)', null],
  ['file:///etc/passwd', null],
  ['vscode://open', null],
  ['not an address', null],
  // Looks like another host, so the whole address is shown.
  ['https://bank.example@evil.example/', 'https://bank.example@evil.example/'],
  ['https://еxample.org/', 'https://xn--xample-2of.org/'],
])('the link %s opens as %s', (address, expected) => {
  expect(webAddress(address)).toBe(expected);
});

test.each([
  ['c;aGVsbG8=', 'hello'],
  ['c;5pel5pys', '日本'],
  ['c;?', null],
  ['c;', null],
  ['c;***', null],
  ['c;/w==', null],
])('the clipboard request %s offers %s', (data, expected) => {
  expect(clipboardText(data)).toBe(expected);
});
