import { expect, test } from 'vitest';
import { syncFields } from '../../../shared/plan/schema.ts';
import { readNumber } from './read-number.ts';

const { timeout } = syncFields.shape;

test.each([
  [' ', timeout, null],
  ['0.5', timeout, 0.5],
])('%j is read as what the plan takes', (text, schema, value) => {
  expect(readNumber(text, schema)).toEqual({ ok: true, value });
});

test.each([
  ['0', timeout],
  ['Infinity', timeout],
])('%j is refused as the plan would refuse it', (text, schema) => {
  expect(readNumber(text, schema)).toMatchObject({ ok: false });
});
