import { expect, test } from 'vitest';
import { lintPlan } from './lint.ts';
import type { Plan } from './model.ts';
import { planFromTemplate, TEMPLATES } from './templates.ts';

const rulesOf = (plan: Plan) =>
  lintPlan(plan).map((finding) => `${finding.severity} ${finding.rule}`);
const plan = (agents: Plan['agents'], syncs: Plan['syncs']): Plan => ({
  version: 1,
  feature: 'f',
  base: 'main',
  agents,
  syncs,
});

test.each(TEMPLATES.map((template) => [template]))('the template %s is clean', (template) => {
  expect(rulesOf(planFromTemplate(template, 'demo', { base: 'main' }))).toEqual([]);
});

test.each([
  ['error plan/unmerged-agent', plan({ a: { role: 'x' } }, {})],
  [
    'error plan/unknown-node',
    plan({ a: { role: 'x', after: ['gone'] } }, { s: { merges: ['a'] } }),
  ],
  ['error plan/unknown-node', plan({}, { s: { merges: ['gone'] } })],
  ['error plan/duplicate-name', plan({ s: { role: 'x' } }, { s: { merges: ['s'] } })],
  ['error plan/invalid-name', plan({ Bad: { role: 'x' } }, { s: { merges: ['Bad'] } })],
  [
    'error plan/merged-twice',
    plan({ a: { role: 'x' } }, { s: { merges: ['a'] }, t: { merges: ['a'] } }),
  ],
  [
    'error plan/needs-sync',
    plan(
      { a: { role: 'x' }, b: { role: 'x' }, c: { role: 'x', after: ['a', 'b'] } },
      { s: { merges: ['a', 'b', 'c'] } },
    ),
  ],
  ['error plan/cycle', plan({ a: { role: 'x', after: ['s'] } }, { s: { merges: ['a'] } })],
  ['warning plan/invalid-name', plan({ a: { role: 'x', title: ' ' } }, { s: { merges: ['a'] } })],
  ['warning plan/empty-sync', plan({}, { s: { merges: [] } })],
  [
    'warning plan/many-agents',
    plan(Object.fromEntries('abcd'.split('').map((key) => [key, { role: 'x' }])), {
      s: { merges: ['a', 'b', 'c', 'd'] },
    }),
  ],
])('%s', (rule, broken) => {
  expect(rulesOf(broken)).toContain(rule);
});

test('an agent that continues from one beside a sync point is warned of, unless that one lands before', () => {
  const role = 'x';
  const agents = { p: { role }, a: { role }, b: { role, after: ['a', 's'] } };
  const beside = plan(agents, { s: { merges: ['p'] }, t: { merges: ['b'] } });
  expect(lintPlan(beside)).toMatchObject([
    { rule: 'sync/missing-between', severity: 'warning', node: 'b', fix: expect.any(String) },
  ]);
  const built = { ...agents, a: { role, after: ['s'] } };
  expect(rulesOf(plan(built, { s: { merges: ['p'] }, t: { merges: ['b'] } }))).toEqual([]);
  expect(rulesOf(plan(agents, { s: { merges: ['p', 'a'] }, t: { merges: ['b'] } }))).toEqual([]);
});
