import { expect, test } from 'vitest';
import { reasonOf } from './verify-claude.ts';

test.each([
  ['VERDICT: pass', null],
  ['fine\n**VERDICT: pass**\n', null],
  ['one test is red\nVERDICT: fail', 'reported a failure: one test is red'],
  ['VERDICT: pass\nbut then again', 'gave no verdict: VERDICT: pass\nbut then again'],
  ['VERDICT: passed with flying colours', 'gave no verdict: VERDICT: passed with flying colours'],
  ['', 'gave no verdict: no answer at all'],
])('%j', (answer, reason) => {
  expect(reasonOf(answer)).toBe(reason);
});
