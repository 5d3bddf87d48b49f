import { afterEach, expect, test } from 'vitest';
import type { Config } from '../config/config.ts';
import { contractRules } from '../contracts/contract-rules.ts';
import { edited, modelText, randomModel } from '../contracts/random-contract-fixture.ts';
import { openRepository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { openJournal } from '../journal/journal.ts';
import { runSync } from '../landing/transaction.ts';
import { mergedFileText } from './file-text.ts';
import type { MergeRequest } from './merge-request.ts';
import { planMerge } from './plan-merge.ts';
import { predictPairs } from './predict-pairs.ts';
import { randomOf } from './random-changes-fixture.ts';

/** Number of random repositories in which both sides change the contract. */
const CASES = process.env['TRIBUTARY_FULL'] === '1' ? 100 : 2;
const CASE_MS = 20_000;
const SEED = 400;
const FILE = 'contracts/design-tokens.yaml';

let fixture: RepositoryFixture;
afterEach(() => fixture.remove());

/** Request with one agent per text of the contract; all branches start from the first text. */
async function asked(
  [base = '', ...sides]: readonly string[],
  { file = FILE, config = {} }: { readonly file?: string; readonly config?: Config } = {},
): Promise<MergeRequest & { readonly contracts: ReturnType<typeof contractRules> }> {
  const start = fixture.commit({ [file]: base });
  const heads = sides.map((text, index) => {
    fixture.git(['switch', '-q', '--detach', start]);
    return { agent: `a${index}`, branch: `a${index}`, oid: fixture.commit({ [file]: text }) };
  });
  fixture.git(['branch', '-f', 'feature/x', start]);
  const names = { feature: 'x', sync: `s-${start}`, featureBranch: 'feature/x' };
  const repo = await openRepository(fixture.path);
  const contracts = contractRules(config, null);
  return { ...names, repo, base: start, heads, strategy: 'merge', contracts };
}

/** The radar's findings for the first two agents. */
async function radar(request: MergeRequest, file = FILE): Promise<string[]> {
  const [ours, theirs] = request.heads.map(({ oid }) => oid) as [string, string];
  const changed = new Set([file]);
  const pair = {
    base: request.base,
    ours: { commit: ours, changed },
    theirs,
    theirChanges: changed,
  };
  const [found] = await predictPairs(request.repo, [pair], request.contracts);
  return [...(found?.conflicts ?? [])];
}

const columns = (...lines: readonly string[]) =>
  ['tables:', '  users:', '    columns:', ...lines.map((line) => `      ${line}`), ''].join('\n');
const far = Array.from({ length: 8 }, (_, index) => `c${index}: int`);

test('resolves a line conflict by structure and reports the decisions of each agent', async () => {
  fixture = makeRepository();
  const request = await asked([
    'color:\n  ink: 1\n',
    'color:\n  ink: 1\n  one: 2\n',
    'color:\n  ink: 1\n  two: 3\n',
  ]);
  const plan = await planMerge(request);
  expect(plan.files).toMatchObject([
    {
      path: FILE,
      outcome: 'structure',
      agents: ['a0', 'a1'],
      contract: {
        policy: 'additive',
        decisions: [
          { path: 'color.one', kind: 'added', agents: ['a0'] },
          { path: 'color.two', kind: 'added', agents: ['a1'] },
        ],
      },
    },
  ]);
  const shadow = ['--git-dir', `${fixture.path}/.git/tributary/shadow.git`];
  expect(fixture.git([...shadow, 'show', `${plan.tree}:${FILE}`])).toBe(
    'color:\n  ink: 1\n  one: 2\n  two: 3',
  );
  expect(await radar(request)).toEqual([]);
});

test('reports a conflict where lines merge cleanly but the values contradict', async () => {
  fixture = makeRepository();
  const file = 'contracts/database-contracts.yaml';
  const sides = [columns(...far), columns('role: text', ...far), columns(...far, 'role: int')];
  const request = await asked(sides, { file });
  const plan = await planMerge(request);
  expect(plan.tip).toBeNull();
  expect(plan.files).toMatchObject([
    {
      kind: 'contract',
      outcome: 'conflict',
      contract: {
        conflicts: [
          { path: 'tables.users.columns.role', kind: 'added', ours: 'text', theirs: 'int' },
        ],
      },
    },
  ]);
  expect(await radar(request, file)).toEqual([file]);
  const shadow = ['--git-dir', `${fixture.path}/.git/tributary/shadow.git`];
  const marked = plan.met[0]?.marked?.oid ?? '';
  expect(fixture.git([...shadow, 'cat-file', 'blob', marked])).toMatch(/^<{7} feature\/x \+ a0$/m);
  const asText = { contracts: [{ name: 'db', path: file, policy: 'text' as const }] };
  const plain = await planMerge({ ...request, contracts: contractRules(asText, null) });
  expect(plain.files).toMatchObject([{ outcome: 'clean' }]);
});

test('stops the sync point when a clean line merge gives a value that neither side wrote', async () => {
  fixture = makeRepository();
  const file = 'contracts/roles.yaml';
  const documents = (...names: readonly string[]) =>
    names.map((name) => `kind: ${name}\nname: ${name.toLowerCase()}\n`).join('---\n');
  const sides = [
    documents('A', 'B', 'C', 'D'),
    documents('A', 'Role', 'B', 'C', 'D'),
    documents('A', 'B', 'C', 'D', 'Role'),
  ];
  const plan = await planMerge(await asked(sides, { file }));
  expect(plan.tip).toBeNull();
  expect(plan.files).toMatchObject([{ path: file, kind: 'contract', outcome: 'conflict' }]);
});

test('shows the merged text of a clean file next to a conflict in another file', async () => {
  fixture = makeRepository();
  const [conflict, clean] = ['contracts/a.yaml', 'contracts/b.yaml'];
  const start = fixture.commit({ [conflict]: 'x: 1\n', [clean]: 'y: 1\n' });
  const heads = [1, 2].map((index) => {
    fixture.git(['switch', '-q', '--detach', start]);
    const files = { [conflict]: `x: ${index + 1}\n`, [clean]: `y: 1\nz${index}: 1\n` };
    return { agent: `a${index}`, branch: `a${index}`, oid: fixture.commit(files) };
  });
  fixture.git(['branch', '-f', 'feature/x', start]);
  const repo = await openRepository(fixture.path);
  const names = { feature: 'x', sync: 's', featureBranch: 'feature/x', strategy: 'merge' } as const;
  const contracts = contractRules({}, null);
  const plan = await planMerge({ ...names, repo, base: start, heads, contracts });
  expect(plan.tip).toBeNull();
  const shown = await mergedFileText(repo, plan, clean);
  expect(shown).toMatchObject({ before: 'y: 1\n', after: 'y: 1\nz1: 1\nz2: 1\n' });
});

test('merges a contract by structure when one side renamed its file', async () => {
  fixture = makeRepository();
  const [before, after] = ['contracts/tokens.yaml', 'contracts/design-tokens.yaml'];
  const tokens = (first: string, last: string) =>
    `color:\n${first}${Array.from({ length: 9 }, (_, at) => `  c${at}: "#00${at}"\n`).join('')}${last}`;
  const request = await asked([tokens('', ''), tokens('', '  ink: 2\n')], { file: before });
  fixture.git(['switch', '-q', '--detach', request.base]);
  fixture.git(['mv', before, after]);
  const oid = fixture.commit({ [after]: tokens('  ink: 1\n', '') });
  const heads = [...request.heads, { agent: 'a1', branch: 'a1', oid }];
  const plan = await planMerge({ ...request, heads });
  expect(plan.tip).toBeNull();
  expect(plan.files.filter(({ outcome }) => outcome === 'conflict')).toMatchObject([
    { path: after, kind: 'contract', contract: { conflicts: [{ path: 'color.ink' }] } },
  ]);
});

test.each([
  ['mean something else are in conflict', 'role: int', 'conflict'],
  ['are right from one of them land', 'mail: int', expect.stringMatching(/^(?:clean|structure)$/)],
])('with several common ancestors, lines that %s', async (_, last, outcome) => {
  fixture = makeRepository();
  const first = ['a: int', ...far];
  const request = await asked([columns(...far), columns(...first), columns(...far, 'z: int')]);
  const [one = '', other = ''] = request.heads.map(({ oid }) => oid);
  const crossed = [
    [one, other, columns('role: text', ...first, 'z: int')],
    [other, one, columns(...first, 'z: int', last)],
  ] as const;
  const heads = crossed.map(([from, into, after], index) => {
    fixture.git(['switch', '-q', '--detach', from]);
    fixture.git(['merge', '-q', '--no-commit', '--no-ff', into]);
    fixture.commit({ [FILE]: columns(...first, 'z: int') });
    return { agent: `a${index}`, branch: `a${index}`, oid: fixture.commit({ [FILE]: after }) };
  });
  const plan = await planMerge({ ...request, heads });
  expect(plan.tip === null).toBe(outcome === 'conflict');
  expect(plan.files).toMatchObject([{ path: FILE, outcome }]);
});

test('radar reports findings that a clean merge of two agents would introduce', async () => {
  fixture = makeRepository();
  const file = 'contracts/database-contracts.yaml';
  const other = (field: string) => `  notes:\n    columns: { id: int${field} }\n`;
  const sides = [
    columns('name: text', ...far) + other(''),
    columns(...far) + other(''),
    columns('name: text', ...far) + other(', by: { type: text, references: users.name }'),
  ];
  const request = await asked(sides, { file });
  const [ours, theirs] = request.heads.map(({ oid }) => oid) as [string, string];
  const pair = {
    base: request.base,
    ours: { commit: ours, changed: [file] },
    theirs,
    theirChanges: new Set([file]),
  };
  const [found] = await predictPairs(request.repo, [pair], request.contracts);
  expect([...(found?.conflicts ?? [])]).toEqual([]);
  expect(found?.findings.get(file)).toMatchObject([{ rule: 'db/foreign-key-column' }]);
});

test('radar reports contradictions between contracts only if neither agent has them alone', async () => {
  fixture = makeRepository();
  const database = 'contracts/database-contracts.yaml';
  const api = 'contracts/api-contracts.yaml';
  const names = (...of: readonly string[]) =>
    `fields:\n${of.map((one) => `  ${one}: { column: users.${one} }\n`).join('')}`;
  const base = fixture.commit({ [database]: columns('name: text', ...far), [api]: names('c0') });
  const make = (file: string, text: string) => {
    fixture.git(['switch', '-q', '--detach', base]);
    return { oid: fixture.commit({ [file]: text }), changed: new Set([file]) };
  };
  const drops = make(database, columns(...far));
  const uses = make(api, names('c0', 'name'));
  const invents = make(api, names('c0', 'nothing'));
  const pairOf = (ours: typeof drops, theirs: typeof drops) => ({
    base,
    ours: { commit: ours.oid, changed: ours.changed },
    theirs: theirs.oid,
    theirChanges: theirs.changed,
  });
  const pairs = [pairOf(drops, uses), pairOf(uses, drops), pairOf(drops, invents)];
  const found = await predictPairs(
    await openRepository(fixture.path),
    pairs,
    contractRules({}, null),
  );
  const rules = found.map(({ findings }) =>
    findings.get(api)?.map(({ rule, path }) => [rule, path]),
  );
  const missing = [['cross/missing-column', 'fields.name.column']];
  expect(rules).toEqual([missing, missing, undefined]);
});

test('identifies list items by configured keys', async () => {
  fixture = makeRepository();
  const list = (...rules: readonly string[]) => ['rules:', ...rules, ''].join('\n');
  const rule = (code: number, level: string) => `  - { code: ${code}, level: ${level} }`;
  const sides = [
    list(rule(1, 'low')),
    list(rule(1, 'low'), rule(2, 'low')),
    list(rule(1, 'low'), rule(3, 'high')),
  ];
  const file = 'contracts/rules.yaml';
  expect((await planMerge(await asked(sides, { file }))).tip).toBeNull();
  const config = { contracts: [{ name: 'rules', path: file, identity: [{ rules: 'code' }] }] };
  expect((await planMerge(await asked(sides, { file, config }))).files).toMatchObject([
    { outcome: 'structure' },
  ]);
});

test(
  `what is predicted of a contract lands, in ${CASES} of ${CASES} repositories (seed ${SEED})`,
  async () => {
    fixture = makeRepository();
    const journal = openJournal((await openRepository(fixture.path)).commonDir, 'x');
    const met = { landed: 0, conflict: 0 };
    for (let seed = 1; seed <= CASES; seed += 1) {
      const random = randomOf(SEED + seed);
      const model = randomModel(random);
      const sides = ['one', 'two', 'three']
        .slice(seed % 2)
        .map((name) => edited(model, random, name));
      const request = await asked([model, ...sides].map(modelText));
      const plan = await planMerge(request);
      const first = await planMerge({ ...request, heads: request.heads.slice(0, 2) });
      expect({ seed, radar: await radar(request) }).toEqual({
        seed,
        radar: first.met.map(({ path }) => path),
      });
      const done = await runSync({ ...request, journal, leftOut: [], overrides: [] });
      expect({ seed, files: done.files }).toEqual({ seed, files: plan.files });
      const tree = done.commit && fixture.git(['rev-parse', `${done.commit}^{tree}`]);
      expect({ seed, tree }).toEqual({ seed, tree: plan.tree });
      met[plan.tree === null ? 'conflict' : 'landed'] += 1;
    }
    process.stdout.write(`contracts predicted and landed: ${JSON.stringify(met)}\n`);
    expect(Math.min(met.landed, met.conflict)).toBeGreaterThan(0);
  },
  CASES * CASE_MS,
);
