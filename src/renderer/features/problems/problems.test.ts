import { expect, test } from 'vitest';
import type { Agent, Finding, Plan } from '../../../shared/plan/model.ts';
import { problemsOf, problemWords } from './problems.ts';

const finding = (severity: Finding['severity']): Finding => ({
  rule: 'plan/x',
  severity,
  node: null,
  line: null,
  message: 'm',
  fix: null,
});

test('the summary counts everything listed, including failed checks', () => {
  const check = { id: 'claude', state: 'missing' as const, message: 'm', remedy: 'r' };
  const fine = { ...check, id: 'git', state: 'ok' as const };
  expect(problemWords(problemsOf(null, null))).toBe('0 errors, 0 warnings');
  expect(problemWords(problemsOf({ plan: null, findings: [] }, [check, fine]))).toBe(
    '0 errors, 1 warning',
  );
  const findings = [finding('error'), finding('warning'), finding('info')];
  const all = problemsOf({ plan: null, findings }, [check]);
  expect(problemWords(all)).toBe('1 error, 2 warnings, 1 hint');
  expect(all.checks.length + all.findings.length).toBe(4);
});

test('a missing claude is a problem only of plans that run it', () => {
  const check = { id: 'claude', state: 'missing' as const, message: 'm', remedy: 'r' };
  const git = { ...check, id: 'git' };
  const listed = (agents: Readonly<Record<string, Agent>>, syncs: Plan['syncs'] = {}) => {
    const plan: Plan = { version: 1, feature: 'f', base: 'main', agents, syncs };
    return problemsOf({ plan, findings: [] }, [check, git]).checks.map(({ id }) => id);
  };
  const sim: Agent = { role: 'x', runs: 'sim' };
  expect(listed({ a: sim, b: { role: 'x', runs: 'shell' } })).toEqual(['git']);
  expect(listed({ a: sim, b: { role: 'x' } })).toEqual(['claude', 'git']);
  const verify = [{ claude: '/verify' }];
  expect(listed({ a: sim }, { s: { merges: ['a'], verify } })).toEqual(['claude', 'git']);
  expect(listed({})).toEqual(['claude', 'git']);
});
