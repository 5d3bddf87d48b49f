import { expect, test } from 'vitest';
import { applyChange } from '../../../shared/plan/edit.ts';
import type { PlanChange } from '../../../shared/plan/model.ts';
import { parsePlan } from './parse-plan.ts';
import { rewritePlan } from './rewrite-plan.ts';

const TEXT = `version: 1
feature: y
base: main
x-common: &common { role: data } # for all
agents:
  data: &d
    role: data
    scope: &s [src/**] # kept
  back: { role: backend, after: [data], scope: *s }
  copy: *d
  plain: *common
syncs:
  phase-1: { merges: [back, copy, plain] }
`;

function edit(text: string, change: PlanChange): string {
  const before = parsePlan(text);
  if (!before.ok) throw new Error(before.error.message);
  const edited = applyChange(before.plan, change);
  if (!edited.ok) throw new Error(JSON.stringify(edited.failure));
  const after = rewritePlan(text, { before: before.plan, after: edited.value });
  expect(parsePlan(after)).toMatchObject({ ok: true, plan: edited.value });
  return after;
}

test.each<[string, PlanChange]>([
  ['an alias', { kind: 'updateAgent', key: 'plain', set: { prompt: 'hi' } }],
  ['what has an anchor', { kind: 'updateAgent', key: 'data', set: { prompt: 'hi' } }],
  ['an anchor within', { kind: 'updateAgent', key: 'data', set: { scope: ['a/**'] } }],
  ['an anchor that goes', { kind: 'updateAgent', key: 'data', set: { scope: null } }],
  ['an agent with anchors', { kind: 'removeAgent', key: 'data' }],
])('an edit of %s changes that agent alone', (_name, change) => {
  const after = edit(TEXT, change);
  expect(after).toContain('x-common: &common { role: data } # for all\n');
});

test('aliases that an edit has nothing to do with stay', () => {
  const scope = edit(TEXT, { kind: 'updateAgent', key: 'back', set: { scope: ['a/**'] } });
  expect(scope).toBe(TEXT.replace('scope: *s', 'scope: [a/**]'));
  const base = edit(`\ufeff${TEXT}`, { kind: 'setBase', base: 'dev' });
  expect(base).toBe(`\ufeff${TEXT.replace('base: main', 'base: dev')}`);
});
