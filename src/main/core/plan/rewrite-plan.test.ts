import { expect, test } from 'vitest';
import { applyChange, applyChanges } from '../../../shared/plan/edit.ts';
import type { Plan, PlanChange } from '../../../shared/plan/model.ts';
import { planFromTemplate, TEMPLATES } from '../../../shared/plan/templates.ts';
import { planText } from './create-plan.ts';
import { parsePlan } from './parse-plan.ts';
import { rewritePlan } from './rewrite-plan.ts';

const TEXT = `# Ada's plan
version: 1
feature: demo   # the feature
base: main

agents:
  # draws
  designer:   # first
    role: designer
    prompt: "tokens"   # keep me
    scope:
      - design/**  # one
      - 'contracts/**'
  data: { role: data, colour: blue }   # unknown keys stay


syncs:
  phase-1: { merges: [designer, data], verify: ["npm test"] }
`;

function planOf(text: string): Plan {
  const parsed = parsePlan(text);
  if (!parsed.ok) throw new Error(`${parsed.error.line}: ${parsed.error.message}\n${text}`);
  return parsed.plan;
}

function edit(text: string, change: PlanChange): string {
  const before = planOf(text);
  const edited = applyChange(before, change);
  if (!edited.ok) throw new Error(JSON.stringify(edited.failure));
  const rename =
    change.kind === 'renameAgent' ? { path: ['agents', change.key], to: change.to } : undefined;
  const after = rewritePlan(text, { before, after: edited.value, ...(rename ? { rename } : {}) });
  expect(planOf(after)).toEqual(edited.value);
  return after;
}

/** The lines that an edit took away, and those that it added. */
function difference(before: string, after: string): { gone: string[]; added: string[] } {
  const old = before.split('\n');
  const now = after.split('\n');
  return {
    gone: old.filter((line) => !now.includes(line)),
    added: now.filter((line) => !old.includes(line)),
  };
}

test.each<[string, PlanChange, string[], string[]]>([
  [
    'a field',
    { kind: 'updateAgent', key: 'designer', set: { prompt: 'colours' } },
    ['    prompt: "tokens"   # keep me'],
    ['    prompt: "colours"   # keep me'],
  ],
  [
    'an item more',
    { kind: 'updateAgent', key: 'designer', set: { scope: ['design/**', 'contracts/**', 'x/**'] } },
    [],
    ['      - x/**'],
  ],
  [
    'an item less',
    { kind: 'updateAgent', key: 'designer', set: { scope: ['design/**'] } },
    ["      - 'contracts/**'"],
    [],
  ],
  [
    'an agent more',
    { kind: 'addAgent', key: 'qa', agent: { role: 'qa' }, sync: 'phase-1' },
    ['  phase-1: { merges: [designer, data], verify: ["npm test"] }'],
    ['  qa:', '    role: qa', '  phase-1: { merges: [designer, data, qa], verify: ["npm test"] }'],
  ],
  [
    'an agent renamed',
    { kind: 'renameAgent', key: 'data', to: 'store' },
    [
      '  data: { role: data, colour: blue }   # unknown keys stay',
      '  phase-1: { merges: [designer, data], verify: ["npm test"] }',
    ],
    [
      '  store: { role: data, colour: blue }   # unknown keys stay',
      '  phase-1: { merges: [designer, store], verify: ["npm test"] }',
    ],
  ],
  ['the base', { kind: 'setBase', base: 'develop' }, ['base: main'], ['base: develop']],
])('%s changes its own lines only', (_name, change, gone, added) => {
  expect(difference(TEXT, edit(TEXT, change))).toEqual({ gone, added });
});

test('a plan of hundreds of agents is emptied at once', () => {
  const keys = Array.from({ length: 300 }, (_, index) => `a${index}`);
  const agents = Object.fromEntries(keys.map((key) => [key, { role: 'data' }]));
  const plan = { version: 1, feature: 'x', base: 'main', agents, syncs: { end: { merges: keys } } };
  const text = planText(plan as Plan);
  const emptied = applyChanges(
    plan as Plan,
    keys.map((key) => ({ kind: 'removeAgent', key })),
  );
  if (!emptied.ok) throw new Error('refused');
  const after = rewritePlan(text, { before: plan as Plan, after: emptied.value });
  expect(planOf(after)).toEqual(emptied.value);
  expect(after.split('\n').length).toBeLessThan(10);
});

test('windows line ends stay', () => {
  const text = TEXT.replaceAll('\n', '\r\n');
  const after = edit(text, { kind: 'addAgent', key: 'qa', agent: { role: 'qa' }, sync: 'phase-1' });
  expect(after).toContain('  qa:');
  expect(after.replaceAll('\r\n', '')).not.toContain('\n');
});

test('text of several lines is written so that it reads the same', () => {
  const prompt = 'first\n\n  second: #3\n';
  edit(TEXT, { kind: 'updateAgent', key: 'designer', set: { prompt } });
  edit(TEXT, { kind: 'updateAgent', key: 'data', set: { prompt } });
});

test('the last agent can go, and another one come', () => {
  const one = edit(TEXT, { kind: 'removeAgent', key: 'designer' });
  const none = edit(one, { kind: 'removeAgent', key: 'data' });
  const qa = { kind: 'addPhase', key: 'qa', agent: { role: 'qa' }, sync: 'first' } as const;
  const again = edit(none, { ...qa, after: [] });
  expect(again).toContain('# draws');
});

test("somebody else's edit of the text at the same time survives", () => {
  const before = planOf(TEXT);
  const mine = applyChange(before, { kind: 'setBase', base: 'develop' });
  if (!mine.ok) throw new Error('refused');
  const theirs = TEXT.replace('role: data, colour: blue', 'role: data, colour: green');
  const both = rewritePlan(theirs, { before, after: mine.value });
  expect(both).toContain('colour: green');
  expect(both).toContain('base: develop');
});

test.each(TEMPLATES.map((template) => [template]))(
  '%s is written as a readable plan',
  (template) => {
    const plan = planFromTemplate(template, 'demo', { base: 'release/2', verify: ['npm test'] });
    expect(planOf(planText(plan))).toEqual(plan);
  },
);

/** A small generator with a fixed seed, so that a failure can be seen again. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

test('random edits always read back as what was meant', () => {
  const rounds = process.env['TRIBUTARY_FULL'] === '1' ? 3000 : 300;
  process.stdout.write(`random plan edits: ${rounds}\n`);
  const random = seeded(7);
  let text = TEXT;
  let accepted = 0;
  for (let round = 0; round < rounds; round += 1) {
    // A plan that only grows makes each round slower than the one before.
    if (round % 100 === 0) text = TEXT;
    const plan = planOf(text);
    const nodes = [...Object.keys(plan.agents), ...Object.keys(plan.syncs)];
    const pick = () => nodes[random(nodes.length)] ?? 'phase-1';
    const words = [
      'a: b',
      '#x',
      "it's",
      '"q"',
      '- l',
      'multi\nline',
      '*',
      '',
      ' pad ',
      '{}',
      'yes',
      '1',
    ];
    const word = () => words[random(words.length)] ?? '';
    const changes: PlanChange[] = [
      {
        kind: 'updateAgent',
        key: pick(),
        set: { prompt: word(), scope: [`${word()}x`, word() || 'y'] },
      },
      { kind: 'updateAgent', key: pick(), set: { prompt: null } },
      { kind: 'addAgent', key: `n${round}`, agent: { role: 'x', prompt: word() }, sync: pick() },
      { kind: 'removeAgent', key: pick() },
      { kind: 'connect', from: pick(), to: pick() },
      { kind: 'disconnect', from: pick(), to: pick() },
      { kind: 'renameAgent', key: pick(), to: `r${round}` },
      {
        kind: 'addPhase',
        sync: `s${round}`,
        key: `p${round}`,
        agent: { role: 'x' },
        after: [pick()],
      },
      { kind: 'removeSync', key: pick() },
      {
        kind: 'updateSync',
        key: pick(),
        set: { verify: [word() || 'true'], checklist: [word() || 'c'] },
      },
    ];
    const change = changes[random(changes.length)];
    if (!change || !applyChange(plan, change).ok) continue;
    text = edit(text, change);
    accepted += 1;
  }
  expect(accepted).toBeGreaterThan(rounds / 5);
});

test('what could hide is written escaped in double quotes, on one line, in block and flow', () => {
  const scope = ['server\nx/**', 'we\x1b[31mb/**', '\u202eweb/**', 'plain dir/**', '\u{e0041}'];
  const set = { scope, title: 'a\u202eb', prompt: 'first\nsecond \u2066' };
  const lines = [
    String.raw`scope: ["server\nx/**", "we\e[31mb/**", "\u202eweb/**", plain dir/**, "\U000e0041"]`,
    String.raw`title: "a\u202eb"`,
    String.raw`prompt: "first\nsecond \u2066"`,
  ];
  const agent = { role: 'x', ...set };
  const added = edit(TEXT, { kind: 'addAgent', key: 'a', agent, sync: null });
  for (const line of lines) expect(added).toContain(`    ${line}\n`);
  const flow = edit(TEXT, { kind: 'updateAgent', key: 'data', set });
  for (const line of lines) expect(flow).toContain(line);
  const block = edit(TEXT, { kind: 'updateAgent', key: 'designer', set });
  expect(block).toContain(String.raw`    prompt: "first\nsecond \u2066"   # keep me`);
});

test.each([
  ['{ role: x, title: T }', '{ role: x }'],
  ['{role: x, title: T}', '{role: x}'],
  ['{ title: T, role: x }', '{ role: x }'],
  ['{ role: x,  title: T,  model: m }', '{ role: x,  model: m }'],
])('a field taken out of %s leaves %s', (flow, left) => {
  const text = `version: 1\nfeature: f\nbase: main\nagents:\n  a: ${flow}\nsyncs: {}\n`;
  const after = edit(text, { kind: 'updateAgent', key: 'a', set: { title: null } });
  expect(after).toContain(`  a: ${left}\n`);
});

const QUOTED = `version: 1
feature: q
base: "main"
agents:
  'one': { role: 'x', prompt: "p" }
  two:
    role: y
    title: "T"   # keep me
    prompt: 'make tables'
    scope: ['a/**', b/**, "c/**"]
syncs:
  end: { merges: ['one', two], verify: ["npm test"] }
`;

test('the quotes of what is edited stay, in block and flow, of texts, items and keys', () => {
  const two = { prompt: "make Ada's tables", title: 'A "T"', scope: ['b/**', 'c/**', 'z/**', 'd'] };
  const edits: readonly PlanChange[] = [
    { kind: 'updateAgent', key: 'two', set: two },
    { kind: 'updateAgent', key: 'one', set: { prompt: 'q: 1' } },
    { kind: 'updateSync', key: 'end', set: { verify: ['npm run check', 'npm test'] } },
    { kind: 'setBase', base: 'develop' },
    { kind: 'renameAgent', key: 'one', to: 'store' },
  ];
  expect(edits.reduce(edit, QUOTED)).toBe(`version: 1
feature: q
base: "develop"
agents:
  'store': { role: 'x', prompt: "q: 1" }
  two:
    role: y
    title: "A \\"T\\""   # keep me
    prompt: 'make Ada''s tables'
    scope: [b/**, "c/**", "z/**", d]
syncs:
  end: { merges: ['store', two], verify: ["npm run check", "npm test"] }
`);
});

test('a text edited at random keeps its quotes wherever it stays on one line', () => {
  const rounds = process.env['TRIBUTARY_FULL'] === '1' ? 2000 : 200;
  process.stdout.write(`random edits of quoted texts: ${rounds}\n`);
  const random = seeded(11);
  const pieces = ["'", '"', 'a', ' ', ': ', ' #', '\\', '{', '\t', '\u202e', 'ä', '-', '\n', '!'];
  for (let round = 0; round < rounds; round += 1) {
    const prompt = Array.from({ length: 1 + random(6) }, () => pieces[random(pieces.length)]).join(
      '',
    );
    const key = random(2) === 0 ? 'one' : 'two';
    const after = edit(QUOTED, { kind: 'updateAgent', key, set: { prompt } });
    const quote = key === 'one' || /[\t\u202e]/.test(prompt) ? '"' : "'";
    if (!prompt.includes('\n'))
      expect(after).toMatch(new RegExp(`prompt: ${quote}.*${quote}(?: }|$)`, 'm'));
    // Everything else is as it was.
    expect(after).toContain('title: "T"   # keep me\n');
    expect(after).toContain(`scope: ['a/**', b/**, "c/**"]\n`);
  }
});
