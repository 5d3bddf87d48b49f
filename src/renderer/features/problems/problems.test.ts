import { expect, test } from 'vitest';
import type { Finding } from '../../../shared/plan/model.ts';
import { problemsOf, problemWords } from './problems.ts';

const finding = (severity: Finding['severity']): Finding => ({
  rule: 'plan/x',
  severity,
  node: null,
  line: null,
  message: 'm',
  fix: null,
});

test('the words count everything that is listed, checks that fail too', () => {
  const check = { id: 'claude', state: 'missing' as const, message: 'm', remedy: 'r' };
  const fine = { ...check, id: 'git', state: 'ok' as const };
  expect(problemWords(problemsOf(null, null))).toBe('0 errors, 0 warnings');
  expect(problemWords(problemsOf([], [check, fine]))).toBe('0 errors, 1 warning');
  const all = problemsOf([finding('error'), finding('warning'), finding('info')], [check]);
  expect(problemWords(all)).toBe('1 error, 2 warnings, 1 hint');
  expect(all.checks.length + all.findings.length).toBe(4);
});
