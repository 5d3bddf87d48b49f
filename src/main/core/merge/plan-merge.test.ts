import { afterEach, expect, test } from 'vitest';
import { openRepository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { mergedFileText } from './file-text.ts';
import type { MergeRequest } from './merge-request.ts';
import { planMerge } from './plan-merge.ts';

let fixture: RepositoryFixture;
afterEach(() => fixture.remove());

/** Request with one branch per entry, each starting from main with the given file changes. */
async function request(
  branches: Readonly<Record<string, Readonly<Record<string, string | null>>>>,
): Promise<MergeRequest> {
  const base = fixture.git(['rev-parse', 'main']);
  const heads = Object.entries(branches).map(([agent, files]) => {
    fixture.git(['switch', '-q', '-c', `feature/x-${agent}`, 'main']);
    return { agent, branch: `feature/x-${agent}`, oid: fixture.commit(files) };
  });
  fixture.git(['switch', '-q', 'main']);
  const repo = await openRepository(fixture.path);
  return {
    repo,
    base,
    heads,
    strategy: 'merge',
    feature: 'x',
    sync: 's',
    featureBranch: 'feature/x',
  };
}

const inShadow = (args: readonly string[]) =>
  fixture.git(['--git-dir', `${fixture.path}/.git/tributary/shadow.git`, ...args]);

test('merges all heads in order without moving any ref of the repository', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
  const asked = await request({ one: { 'a.txt': 'A\n' }, two: { 'b.txt': null, 'c.txt': 'c\n' } });
  const refs = fixture.git(['for-each-ref']);
  const objects = fixture.git(['count-objects']);
  const plan = await planMerge(asked);
  expect(plan.files).toEqual([
    { path: 'a.txt', kind: 'changed', outcome: 'clean', agents: ['one'] },
    { path: 'b.txt', kind: 'deleted', outcome: 'clean', agents: ['two'] },
    { path: 'c.txt', kind: 'added', outcome: 'clean', agents: ['two'] },
  ]);
  expect(plan.commits.map(({ agents }) => agents)).toEqual([['one'], ['two']]);
  expect(inShadow(['ls-tree', '--name-only', `${plan.tip}`])).toBe('a.txt\nc.txt');
  expect(inShadow(['rev-parse', `${plan.tip}^1^1`])).toBe(asked.base);
  expect(fixture.git(['for-each-ref'])).toBe(refs);
  expect(fixture.git(['count-objects'])).toBe(objects);
  expect(fixture.git(['status', '--porcelain'])).toBe('');
});

test('squash has the tree of the merge, one parent and the source ids in its message', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  const asked = await request({ one: { 'a.txt': 'A\n' }, two: { 'c.txt': 'c\n' } });
  const merged = await planMerge(asked);
  const squashed = await planMerge({ ...asked, strategy: 'squash' });
  expect(squashed.tree).toBe(merged.tree);
  expect(inShadow(['log', '--format=%P', '-1', `${squashed.tip}`])).toBe(asked.base);
  const message = inShadow(['log', '--format=%B', '-1', `${squashed.tip}`]);
  for (const { oid } of asked.heads) expect(message).toContain(oid);
});

test('reports each conflict once with its files and agents, without consequential conflicts', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
  const asked = await request({
    one: { 'a.txt': '1\n' },
    two: { 'a.txt': '2\n', 'n.txt': 'x\n' },
    // Agrees with the first branch, which shows only if the first side was restored after the conflict.
    three: { 'a.txt': '1\n', 'n.txt': 'y\n' },
  });
  const plan = await planMerge(asked);
  expect(plan).toMatchObject({ tree: null, tip: null, commits: [] });
  expect(plan.files.filter(({ outcome }) => outcome === 'conflict')).toEqual([
    { path: 'a.txt', kind: 'contents', outcome: 'conflict', agents: ['one', 'two', 'three'] },
    { path: 'n.txt', kind: 'add/add', outcome: 'conflict', agents: ['two', 'three'] },
  ]);
  const text = await mergedFileText(asked.repo, plan, 'a.txt');
  expect(text.before).toBe('a\n');
  expect(text.after).toMatch(/^<{7} .*\n1\n={7}\n2\n>{7} .*\n$/);
});

test('creates no commit for heads without new commits', async () => {
  fixture = makeRepository();
  const asked = await request({});
  const base = { agent: 'one', branch: 'feature/x-one', oid: asked.base };
  const plan = await planMerge({
    ...asked,
    heads: [base],
    sections: () => [{ name: 's', text: 't' }],
  });
  expect(plan).toMatchObject({ tip: asked.base, commits: [], files: [] });
});

test('reads attribute files of the branch, including those in subfolders', async () => {
  fixture = makeRepository({
    '.gitattributes': '*.log merge=union\n',
    'in/.gitattributes': '*.txt merge=union\n',
    'in/list.txt': 'a\n',
    'x.log': 'a\n',
  });
  const plan = await planMerge(
    await request({
      one: { 'in/list.txt': 'a\n1\n', 'x.log': 'a\n1\n' },
      two: { 'in/list.txt': 'a\n2\n', 'x.log': 'a\n2\n' },
    }),
  );
  expect(plan.tip).not.toBeNull();
  expect(inShadow(['show', `${plan.tip}:in/list.txt`])).toBe('a\n1\n2');
});

test('fails with a remedy when branches have no common commit', async () => {
  fixture = makeRepository();
  const asked = await request({});
  fixture.git(['checkout', '-q', '--orphan', 'other']);
  const oid = fixture.commit({ 'z.txt': 'z\n' });
  const heads = [{ agent: 'one', branch: 'other', oid }];
  await expect(planMerge({ ...asked, heads })).rejects.toMatchObject({
    code: 'merge.unrelatedHistories',
  });
});

test('changes of both sides conflict outside a managed section, not inside', async () => {
  const before =
    'Hello\r\n\r\n<!-- tributary:begin status -->\r\nold\r\n<!-- tributary:end status -->\r\nBye\r\n';
  fixture = makeRepository({ 'plans/CURRENT.md': before });
  const asked = await request({
    one: { 'plans/CURRENT.md': before.replace('old', 'one') },
    two: { 'plans/CURRENT.md': before.replace('old', 'two').replace('Bye', 'Ciao') },
  });
  const sections = () => [
    { name: 'status', text: 'new ä\nlines\n' },
    { name: 'next', text: 'x' },
  ];
  const plan = await planMerge({ ...asked, sections });
  const text = await mergedFileText(asked.repo, plan, 'plans/CURRENT.md');
  expect(text.after).toBe(
    'Hello\r\n\r\n<!-- tributary:begin status -->\r\nnew ä\r\nlines\r\n<!-- tributary:end status -->\r\nCiao\r\n' +
      '\r\n<!-- tributary:begin next -->\r\nx\r\n<!-- tributary:end next -->\r\n',
  );
  expect(plan.commits).toHaveLength(2);
  fixture.git(['switch', '-q', '-c', 'feature/x-three', 'main']);
  const oid = fixture.commit({ 'plans/CURRENT.md': before.replace('Bye', 'Tschüss') });
  const heads = [...asked.heads, { agent: 'three', branch: 'feature/x-three', oid }];
  const clash = await planMerge({ ...asked, heads, sections });
  expect(clash.files).toMatchObject([
    { path: 'plans/CURRENT.md', outcome: 'conflict', agents: ['one', 'two', 'three'] },
  ]);
});

test('merges in a shallow clone', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  for (const text of ['b', 'c']) fixture.commit({ 'a.txt': `${text}\n` });
  const path = `${fixture.root}/shallow`;
  fixture.git(['clone', '-q', '--depth', '1', `file://${fixture.path}`, path]);
  fixture.git(['config', 'user.name', 'T'], path);
  fixture.git(['config', 'user.email', 't@example.com'], path);
  const base = fixture.git(['rev-parse', 'HEAD'], path);
  const heads = ['one', 'two'].map((agent) => {
    fixture.git(['switch', '-q', '-c', agent, base], path);
    return { agent, branch: agent, oid: fixture.commit({ [agent]: agent }, { cwd: path }) };
  });
  const repo = await openRepository(path);
  const names = { feature: 'x', sync: 's', featureBranch: 'feature/x', strategy: 'merge' } as const;
  const plan = await planMerge({ repo, base, heads, ...names });
  expect(plan.files.map((file) => file.path)).toEqual(['one', 'two']);
  // A second call returns the same commit.
  expect((await planMerge({ repo, base, heads, ...names })).tip).toBe(plan.tip);
});
