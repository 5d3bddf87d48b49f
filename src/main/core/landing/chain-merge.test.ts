import { afterEach, expect, test } from 'vitest';
import { openRepository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import type { MergeHead, MergeRequest } from '../merge/merge-request.ts';
import { planMerge } from '../merge/plan-merge.ts';

let fixture: RepositoryFixture;
afterEach(() => fixture.remove());

type Files = Readonly<Record<string, string>>;

/** Creates a branch with one commit from another branch (or `main`). */
function branch(agent: string, from: string | null, files: Files): MergeHead {
  const start = from === null ? 'main' : `feature/x-${from}`;
  fixture.git(['switch', '-q', '-c', `feature/x-${agent}`, start]);
  const oid = fixture.commit(files);
  fixture.git(['switch', '-q', 'main']);
  const head = { agent, branch: `feature/x-${agent}`, oid };
  return from === null ? head : { ...head, continues: from };
}

function goOn(head: MergeHead, files: Files): MergeHead {
  fixture.git(['switch', '-q', head.branch]);
  const oid = fixture.commit(files);
  fixture.git(['switch', '-q', 'main']);
  return { ...head, oid };
}

async function merge(heads: readonly MergeHead[], strategy: MergeRequest['strategy'] = 'merge') {
  const repo = await openRepository(fixture.path);
  const names = { feature: 'x', sync: 's', featureBranch: 'feature/x' };
  const base = fixture.git(['rev-parse', 'main']);
  return planMerge({ ...names, repo, base, heads, strategy });
}

const inShadow = (args: readonly string[]) =>
  fixture.git(['--git-dir', `${fixture.path}/.git/tributary/shadow.git`, ...args]);
const filesOf = (plan: Awaited<ReturnType<typeof merge>>) =>
  Object.fromEntries(plan.files.map(({ path, agents }) => [path, agents]));

test('a predecessor is merged with its successor in one commit that names both', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n', 'both.txt': '1\n' });
  const one = branch('one', null, { 'a.txt': 'A\n', 'both.txt': '2\n' });
  const two = branch('two', 'one', { 'b.txt': 'b\n', 'both.txt': '3\n' });
  const three = branch('three', 'two', { 'c.txt': 'c\n' });
  const plan = await merge([one, two, three]);
  expect(plan.commits.map(({ agents }) => agents)).toEqual([['one', 'two', 'three']]);
  expect(filesOf(plan)).toEqual({
    'a.txt': ['one'],
    'b.txt': ['two'],
    'both.txt': ['one', 'two'],
    'c.txt': ['three'],
  });
  expect(inShadow(['log', '-1', '--format=%P', `${plan.tip}`])).toBe(`${plan.base} ${three.oid}`);
  const message = inShadow(['log', '-1', '--format=%B', `${plan.tip}`]);
  for (const { oid } of [one, two, three]) expect(message).toContain(oid);
});

test('a predecessor with commits after its successor started is merged separately and first', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  const one = branch('one', null, { 'a.txt': 'A\n' });
  const two = branch('two', 'one', { 'b.txt': 'b\n' });
  const later = goOn(one, { 'late.txt': 'late\n' });
  const plan = await merge([later, two]);
  expect(plan.commits.map(({ agents }) => agents)).toEqual([['one'], ['two']]);
  expect(filesOf(plan)).toEqual({ 'a.txt': ['one'], 'b.txt': ['two'], 'late.txt': ['one'] });
  expect(inShadow(['ls-tree', '--name-only', `${plan.tip}`])).toBe('a.txt\nb.txt\nlate.txt');
});

test('two successors merge their shared predecessor only once', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  const one = branch('one', null, { 'a.txt': 'A\n' });
  const left = branch('left', 'one', { 'l.txt': 'l\n' });
  const right = branch('right', 'one', { 'r.txt': 'r\n' });
  const plan = await merge([one, left, right]);
  expect(plan.commits.map(({ agents }) => agents)).toEqual([['one', 'left'], ['right']]);
  expect(filesOf(plan)).toEqual({ 'a.txt': ['one'], 'l.txt': ['left'], 'r.txt': ['right'] });
  // Without its successor it is merged itself; without it, its successor brings its commits in without naming it.
  expect((await merge([one])).commits.map(({ agents }) => agents)).toEqual([['one']]);
  expect(filesOf(await merge([right]))).toEqual({ 'a.txt': ['right'], 'r.txt': ['right'] });
});

test('of two chains from one agent, the chain merged first brings the agent in', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  const one = branch('one', null, { 'a.txt': 'A\n' });
  const left = branch('left', 'one', { 'l.txt': 'l\n' });
  const right = branch('right', 'one', { 'r.txt': 'r\n' });
  const end = branch('end', 'left', { 'e.txt': 'e\n' });
  const agents = async (heads: readonly MergeHead[]) =>
    (await merge(heads)).commits.map((commit) => commit.agents);
  expect(await agents([one, left, right, end])).toEqual([
    ['one', 'right'],
    ['left', 'end'],
  ]);
  // If it gets commits after its successors started, it is merged before both of them.
  const later = goOn(one, { 'late.txt': 'late\n' });
  const last = branch('last', 'one', { 'z.txt': 'z\n' });
  expect(await agents([later, right, last])).toEqual([['one'], ['right'], ['last']]);
});

test('a squash names every source of a chain', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  const one = branch('one', null, { 'a.txt': 'A\n' });
  const two = branch('two', 'one', { 'b.txt': 'b\n' });
  const plan = await merge([one, two], 'squash');
  expect(plan.commits.map(({ agents }) => agents)).toEqual([['one', 'two']]);
  const message = inShadow(['log', '-1', '--format=%B', `${plan.tip}`]);
  for (const { oid } of [one, two]) expect(message).toContain(oid);
});

test('branches that contain each other by coincidence are merged separately', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  const one = branch('one', null, { 'a.txt': 'A\n' });
  const { continues: _none, ...two } = branch('two', 'one', { 'b.txt': 'b\n' });
  expect((await merge([one, two])).commits.map(({ agents }) => agents)).toEqual([['one'], ['two']]);
});

const ROUNDS = process.env['TRIBUTARY_FULL'] === '1' ? 150 : 6;

test('random chains: every head is merged once, after its predecessor', {
  timeout: 30_000 + ROUNDS * 5_000,
}, async () => {
  process.stdout.write(`random chains: ${ROUNDS}\n`);
  let seed = 5;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed % below;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    fixture = makeRepository({ 'a.txt': 'a\n' });
    const heads: MergeHead[] = [];
    const count = 2 + random(4);
    for (let index = 0; index < count; index += 1) {
      const from = index > 0 && random(3) > 0 ? (heads[random(index)]?.agent ?? null) : null;
      heads.push(branch(`n${index}`, from, { [`n${index}.txt`]: 'x\n' }));
    }
    for (const [index, head] of heads.entries())
      if (random(3) === 0) heads[index] = goOn(head, { [`late-${head.agent}.txt`]: 'x\n' });
    const plan = await merge(heads);
    const squashed = await merge(heads, 'squash');
    expect(squashed.tree).toBe(plan.tree);
    const named = plan.commits.flatMap(({ agents }) => agents);
    expect(named.toSorted()).toEqual(heads.map(({ agent }) => agent).toSorted());
    for (const { agent, oid, continues } of heads) {
      inShadow(['merge-base', '--is-ancestor', oid, `${plan.tip}`]);
      if (continues !== undefined)
        expect(named.indexOf(continues), JSON.stringify(named)).toBeLessThan(named.indexOf(agent));
    }
    for (const { path, agents } of plan.files)
      expect(agents, path).toEqual([path.replace(/^late-|\.txt$/g, '')]);
    if (round < ROUNDS - 1) fixture.remove();
  }
});
