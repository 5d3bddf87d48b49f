import { expect, test } from 'vitest';
import { parsePlan } from './parse-plan.ts';

const HEAD = 'version: 1\nfeature: demo\nbase: main\n';

test.each([
  ['a cut-off list', `${HEAD}agents: [\n`, 5],
  ['a duplicate name', `${HEAD}agents:\n  a: { role: x }\n  a: { role: y }\nsyncs: {}\n`, 6],
  ['a wrong type', `${HEAD}agents:\n  a: { role: x, after: 3 }\nsyncs: {}\n`, 5],
  ['a missing role', `${HEAD}agents:\n  a: { title: A }\nsyncs: {}\n`, 5],
  ['an alias without anchor', `${HEAD}agents: *gone\nsyncs: {}\n`, 4],
  ['an alias after others', `${HEAD}a: &a [x]\nb: *a\nagents: *gone\nsyncs: {}\n`, 6],
  ['a second document', `${HEAD}agents: {}\nsyncs: {}\n---\na: b\n`, 6],
  ['a tab as indentation', `${HEAD}agents:\n\ta: { role: x }\nsyncs: {}\n`, 5],
  ['not a map', '- a\n', 1],
  ['nothing', '', 1],
])('%s is an error with its line', (_name, text, line) => {
  const parsed = parsePlan(text);
  expect(parsed).toMatchObject({ ok: false, error: { code: 'plan.broken', line } });
});

const prioritized = (priority: string) =>
  parsePlan(
    `${HEAD}agents:\n  a:\n    role: x\n    priority: ${priority}\nsyncs:\n  s: { merges: [a] }\n`,
  );

test.each(['0', '7', '-1', '101'])('priority %s of an agent is read', (priority) => {
  expect(prioritized(priority)).toMatchObject({
    ok: true,
    plan: { agents: { a: { priority: Number(priority) } } },
    findings: [],
  });
});

test.each(['1.5', '.inf', '"7"', 'high', '', '[7]'])(
  'priority %j is an error with line and column',
  (priority) => {
    expect(prioritized(priority)).toEqual({
      ok: false,
      error: {
        code: 'plan.broken',
        message: 'agents.a.priority: expected a whole number',
        line: 7,
        column: 5,
      },
    });
  },
);

test('a newer version is named and refused', () => {
  expect(parsePlan('version: 2\nfeature: demo\n')).toMatchObject({
    ok: false,
    error: { code: 'plan.newerVersion', line: 1, message: expect.stringContaining('version 2') },
  });
});

test('unknown keys are kept and reported as info', () => {
  const parsed = parsePlan(
    `${HEAD}owner: Ada\nagents:\n  a: { role: x, colour: red }\nsyncs:\n  s: { merges: [a] }\n`,
  );
  if (!parsed.ok) throw new Error(parsed.error.message);
  expect(parsed.findings.map(({ rule, severity, line }) => [rule, severity, line])).toEqual([
    ['plan/unknown-key', 'info', 4],
    ['plan/unknown-key', 'info', 6],
  ]);
  expect(parsed.plan.agents['a']).toMatchObject({ colour: 'red' });
});

test('lint findings carry the line of their node', () => {
  const parsed = parsePlan(
    `${HEAD}agents:\n  a: { role: x }\n  b: { role: x }\nsyncs:\n  s: { merges: [a] }\n`,
  );
  expect(parsed).toMatchObject({
    ok: true,
    findings: [{ rule: 'plan/unmerged-agent', node: 'b', line: 6 }],
  });
});

test('options of an agent are read for what they are; others are kept and told of', () => {
  const text = (options: string) =>
    `version: 1\nfeature: f\nbase: main\nagents:\n  a:\n    role: x\n    options: ${options}\nsyncs:\n  s: { merges: [a] }\n`;
  expect(parsePlan(text('{ addDirs: { x: 1 } }'))).toMatchObject({
    ok: false,
    error: { code: 'plan.broken', line: 7 },
  });
  expect(
    parsePlan(text('{ addDirs: ../assets, allowedTools: [Read], effort: low }')),
  ).toMatchObject({
    ok: true,
    plan: { agents: { a: { options: { effort: 'low' } } } },
    findings: [{ rule: 'plan/unknown-key', severity: 'info', line: 7 }],
  });
});

test('a merge key is warned of, since its fields are not read', () => {
  const text = `${HEAD}c: &c { scope: [a/**] }\nagents:\n  a:\n    <<: *c\n    role: x\nsyncs:\n  s: { merges: [a] }\n`;
  const parsed = parsePlan(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  expect(parsed.plan.agents['a']?.scope).toBeUndefined();
  expect(parsed.findings).toMatchObject([
    { severity: 'info', line: 4 },
    { severity: 'warning', node: 'a', line: 7, message: expect.stringContaining('merge key') },
  ]);
});
