import { expect, test } from 'vitest';
import { agentFields, syncFields } from '../../../shared/plan/schema.ts';
import { readNumber } from './read-number.ts';

const { priority } = agentFields.shape;
const { timeout } = syncFields.shape;

test.each([
  ['0', priority, 0],
  [' -100 ', priority, -100],
  [' ', priority, null],
  ['0.5', timeout, 0.5],
])('%j is read as what the plan takes', (text, schema, value) => {
  expect(readNumber(text, schema)).toEqual({ ok: true, value });
});

test.each([
  ['1.5', priority],
  ['high', priority],
  ['0', timeout],
  ['Infinity', timeout],
])('%j is refused as the plan would refuse it', (text, schema) => {
  expect(readNumber(text, schema)).toMatchObject({ ok: false });
});
