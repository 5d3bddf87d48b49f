import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { NO_CONTRACTS } from '../contracts/contract-rules.ts';
import { openRepository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import type { AgentFacts } from '../journal/facts.ts';
import { readAgentGit } from '../status/agent-git.ts';
import { findOverlaps } from './overlaps.ts';

let fixture: RepositoryFixture;
afterEach(() => fixture.remove());

const LINES = 'a\nb\nc\nd\ne\nf\n';

test('committed and uncommitted work meets in the radar as it would in a merge', async () => {
  fixture = makeRepository({
    'a.txt': LINES,
    'b.txt': LINES,
    '.gitattributes': 'u.txt merge=union\n',
    'u.txt': '1\n',
  });
  const repo = await openRepository(fixture.path);
  const base = fixture.git(['rev-parse', 'HEAD']);
  const facts = new Map<string, AgentFacts>();
  for (const name of ['one', 'two', 'three']) {
    const path = join(fixture.root, name);
    fixture.git(['worktree', 'add', '-q', '-b', name, path, base]);
    const none = { message: null, stopped: false, hadSession: false, at: 0 };
    facts.set(name, { worktree: 'ready', branch: name, path, base, ...none });
  }
  const write = (agent: string, file: string, text: string) =>
    writeFileSync(join(fixture.root, agent, file), text);
  const radar = async () => {
    const agents = await Promise.all(
      [...facts].map(async ([name, each]) => {
        const { git } = await readAgentGit(repo, { facts: each, feature: base });
        return { name, facts: each, git };
      }),
    );
    const found = await findOverlaps(repo, agents, NO_CONTRACTS);
    return found.map(({ agents: pair, files }) => [
      pair.join(),
      files.map(({ path, outcome }) => `${path} ${outcome}`).join(),
    ]);
  };
  expect(await radar()).toEqual([]);
  fixture.commit({ 'a.txt': LINES.replace('a', 'one') }, { cwd: join(fixture.root, 'one') });
  write('two', 'a.txt', LINES.replace('f', 'two'));
  expect(await radar()).toEqual([['one,two', 'a.txt clean']]);
  write('two', 'a.txt', LINES.replace('a', 'two'));
  expect(await radar()).toEqual([['one,two', 'a.txt conflict']]);
  // New on both sides, and a file where the other has a folder.
  write('three', 'new.txt', 'three\n');
  write('two', 'new.txt', 'two\n');
  write('one', 'u.txt', '1\none\n');
  write('three', 'u.txt', '1\nthree\n');
  expect(await radar()).toEqual([
    ['one,two', 'a.txt conflict'],
    ['one,three', 'u.txt clean'],
    ['two,three', 'new.txt conflict'],
  ]);
  expect(fixture.git(['status', '--porcelain'], join(fixture.root, 'two'))).toBe(
    ' M a.txt\n?? new.txt',
  );
});

test('what a partial clone does not hold is unknown, not clean', async () => {
  fixture = makeRepository({ 'a.txt': LINES });
  fixture.git(['config', 'uploadpack.allowFilter', 'true']);
  const base = fixture.git(['rev-parse', 'HEAD']);
  const facts: AgentFacts[] = [];
  for (const [name, line] of Object.entries({ one: 'a', two: 'f' })) {
    fixture.git(['switch', '-q', '-c', name, base]);
    fixture.commit({ 'a.txt': LINES.replace(line, name) });
  }
  fixture.git(['switch', '-q', 'main']);
  const path = join(fixture.root, 'clone');
  fixture.git([
    'clone',
    '-q',
    '--filter=blob:none',
    '--no-checkout',
    `file://${fixture.path}`,
    path,
  ]);
  const repo = await openRepository(path);
  for (const branch of ['one', 'two']) {
    fixture.git(['branch', '-q', branch, `origin/${branch}`], path);
    facts.push({
      worktree: 'ready',
      branch,
      path: join(fixture.root, branch),
      base,
      message: null,
      stopped: false,
      hadSession: false,
      at: 0,
    });
  }
  const nothing = { recent: [], behind: null, uncommitted: [], own: [], commits: 1, there: true };
  const agents = facts.map((each) => ({
    name: each.branch,
    facts: each,
    git: {
      ...nothing,
      head: fixture.git(['rev-parse', each.branch], path),
      dirty: false,
      changed: [{ path: 'a.txt', insertions: 1, deletions: 1 }],
    },
  }));
  expect(await findOverlaps(repo, agents, NO_CONTRACTS)).toEqual([
    { agents: ['one', 'two'], files: [{ path: 'a.txt', outcome: 'unknown' }] },
  ]);
});

test('what an agent has from the one it continues from is no overlap; what both did since is', async () => {
  fixture = makeRepository({ 'a.txt': LINES, 'b.txt': LINES });
  const repo = await openRepository(fixture.path);
  const main = fixture.git(['rev-parse', 'HEAD']);
  const none = { message: null, stopped: false, hadSession: false, at: 0 };
  const facts = new Map<string, AgentFacts>();
  const chains: Record<string, readonly string[]> = {};
  const begin = (name: string, from: string | null) => {
    const before = from === null ? main : fixture.git(['rev-parse', from]);
    const path = join(fixture.root, name);
    fixture.git(['worktree', 'add', '-q', '-b', name, path, before]);
    facts.set(name, { worktree: 'ready', branch: name, path, base: before, ...none });
    chains[name] = [...(chains[from ?? ''] ?? []), name];
  };
  const commit = (name: string, files: Readonly<Record<string, string>>) =>
    fixture.commit(files, { cwd: join(fixture.root, name) });
  const radar = async () => {
    const agents = await Promise.all(
      [...facts].map(async ([name, each]) => {
        const { git } = await readAgentGit(repo, { facts: each, feature: main });
        return { name, facts: each, git, chain: chains[name] ?? [] };
      }),
    );
    const found = await findOverlaps(repo, agents, NO_CONTRACTS);
    return found.map(({ agents: pair, files }) => [
      pair.join(),
      files.map(({ path, outcome }) => `${path} ${outcome}`).join(),
    ]);
  };
  begin('one', null);
  commit('one', { 'a.txt': LINES.replace('a', 'one') });
  begin('two', 'one');
  begin('three', 'one');
  commit('two', { 'a.txt': LINES.replace('a', 'two') });
  writeFileSync(join(fixture.root, 'two', 'b.txt'), LINES.replace('f', 'two'));
  expect(await radar()).toEqual([]);
  // Both of a fork, and the one that they continue from after they began.
  commit('three', { 'a.txt': LINES.replace('a', 'three') });
  commit('one', { 'b.txt': LINES.replace('f', 'one') });
  expect(await radar()).toEqual([
    ['one,two', 'b.txt conflict'],
    ['two,three', 'a.txt conflict'],
  ]);
  // A stranger meets each for its own work alone.
  begin('other', null);
  commit('other', { 'a.txt': LINES.replace('a', 'other') });
  commit('three', { 'c.txt': 'c\n' });
  begin('four', 'three');
  commit('four', { 'd.txt': 'd\n' });
  expect(await radar()).toContainEqual(['three,other', 'a.txt conflict']);
  expect((await radar()).flat().filter((pair) => pair.includes('four'))).toEqual([]);
});
