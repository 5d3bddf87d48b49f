import { expect, test } from 'vitest';
import { checkContract } from './check.ts';
import { checkFiles } from './check-files.ts';

const found = (text: string) =>
  checkContract(Buffer.from(text)).findings.map(({ rule, path, message }) => [rule, path, message]);

test('keys that differ only in type', () => {
  expect(found("responses:\n  '404': a\n  404: b\n")).toEqual([
    [
      'contract.similarKey',
      'responses.404',
      'line 3, column 3: the key 404 is a number here, and a quoted string in line 2, column 3. Most programs treat both as one key and drop one of them: keep one, or write both the same way.',
    ],
  ]);
  expect(found('true: a\n"true": b\n')[0]?.[0]).toBe('contract.similarKey');
  expect(found('404: a\n404: b\n')[0]?.[0]).toBe('contract.duplicateKey');
  expect(found("a: { '404': 1 }\nb: { 404: 1 }\n")).toEqual([]);
});

test('an alias without an anchor', () => {
  expect(found('a: 1\nb: *base\n')).toEqual([
    [
      'contract.missingAnchor',
      'b',
      'line 2, column 4: the alias *base has no anchor &base above it. Add the anchor, or put the text in quotes if it is not an alias.',
    ],
  ]);
  expect(found('a: &base 1\nb: *base\nc: &base 2\nd: *base\n')).toEqual([]);
  expect(found('b: *base\na: &base 1\n')[0]?.[0]).toBe('contract.missingAnchor');
});

test('resolves merge keys', () => {
  const { value, findings } = checkContract(Buffer.from('a: &a { x: 1 }\nb: { <<: *a, y: 2 }\n'));
  expect(findings).toEqual([]);
  expect(value).toEqual({ a: { x: 1n }, b: { x: 1n, y: 2n } });
});

test('a finding that only moved to another line is not new', () => {
  const before = Buffer.from('a: 1\na: 2\n');
  const introduced = (text: string) =>
    checkFiles([{ path: 'a.yaml', bytes: Buffer.from(text), before }])[0]?.introduced.length;
  expect(introduced('x: 1\na: 1\na: 2\n')).toBe(0);
  expect(introduced('a: 1\na: 2\na: 3\n')).toBe(1);
  expect(introduced('a: 1\na: 2\nb: 1\nb: 2\n')).toBe(1);
});
