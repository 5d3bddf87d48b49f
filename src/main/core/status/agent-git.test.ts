import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../git/repository.ts';
import { makeRepository } from '../git/repository-fixture.ts';
import type { AgentFacts } from '../journal/facts.ts';
import { openJournal } from '../journal/journal.ts';
import { readAgentGit, updateAgentGit } from './agent-git.ts';

const STEPS = process.env['TRIBUTARY_FULL'] === '1' ? 400 : 40;

/** Numbers between 0 and 1, the same ones for the same seed. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** A worktree on the branch `work`, cut from `base`, that is set up. */
function readyAt(path: string, base: string): AgentFacts {
  const said = { message: null, stopped: false, hadSession: false, at: 0 };
  return { worktree: 'ready', branch: 'work', path, base, ...said };
}

test(`a reading brought up to date file by file equals a whole one, ${STEPS} random changes`, async () => {
  const names = ['a.txt', 'b c.txt', 'd/e.txt', 'd/f/g.txt', 'ü.txt', '*.txt', 'new/x', ':(top)'];
  const fixture = makeRepository(
    Object.fromEntries(names.slice(0, 5).map((name) => [name, '1\n'])),
  );
  try {
    const repo = await openRepository(fixture.path);
    const path = join(fixture.root, 'tree');
    const base = fixture.git(['rev-parse', 'HEAD']);
    fixture.git(['worktree', 'add', '-q', '-b', 'work', path]);
    fixture.commit({ 'a.txt': '2\n' }, { cwd: path });
    const facts = readyAt(path, base);
    const where = { facts, feature: base };
    const random = randoms(7);
    let reading = await readAgentGit(repo, where);
    expect(reading.git).toMatchObject({ commits: 1, behind: 0, dirty: false });
    for (let step = 0; step < STEPS; step += 1) {
      const hinted: string[] = [];
      for (let count = 1 + Math.floor(random() * 3); count > 0; count -= 1) {
        const name = names[Math.floor(random() * names.length)] ?? '';
        const file = join(path, name);
        const what = random();
        if (what < 0.25) rmSync(file, { force: true });
        else if (what < 0.35 && name.includes('/')) {
          rmSync(dirname(file), { recursive: true, force: true });
          hinted.push(dirname(name));
        } else {
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, what < 0.5 ? '1\n' : `${Math.floor(random() * 1000)}\n`.repeat(3));
        }
        hinted.push(name);
      }
      const updated = await updateAgentGit(where, reading, hinted);
      const whole = await readAgentGit(repo, where);
      expect(updated?.git, `step ${step}: ${hinted.join(', ')}`).toEqual(whole.git);
      if (updated) reading = updated;
    }
    fixture.git(['commit', '-qm', 'moves HEAD', '--allow-empty'], path);
    expect(await updateAgentGit(where, reading, ['a.txt'])).toBeNull();
    const after = await readAgentGit(repo, where, reading);
    expect(after.git.recent.map(({ subject }) => subject)).toEqual(['moves HEAD', 'change']);
  } finally {
    fixture.remove();
  }
});

test('the commits of others that a branch took in by a merge are not its own', async () => {
  const fixture = makeRepository({ 'a.txt': '1\n' });
  try {
    const repo = await openRepository(fixture.path);
    const path = join(fixture.root, 'tree');
    const base = fixture.git(['rev-parse', 'HEAD']);
    fixture.git(['worktree', 'add', '-q', '-b', 'work', path]);
    fixture.commit({ 'mine.txt': '1\n' }, { cwd: path });
    for (const name of ['b', 'c', 'd']) fixture.commit({ [name]: '1\n' });
    fixture.git(['merge', '-q', '--no-edit', 'main'], path);
    const feature = fixture.git(['rev-parse', 'main']);
    const facts = readyAt(path, base);
    const read = async () => (await readAgentGit(repo, { facts, feature })).git;
    expect(await read()).toMatchObject({ commits: 2, behind: 0, own: ['mine.txt'] });
    fixture.git(['worktree', 'remove', path]);
    expect(await read()).toMatchObject({ there: false, commits: 2 });
  } finally {
    fixture.remove();
  }
});

test('what another branch holds at the path of an agent is not its work', async () => {
  const fixture = makeRepository({ 'a.txt': '1\n' });
  try {
    const repo = await openRepository(fixture.path);
    const path = join(fixture.root, 'tree');
    const base = fixture.git(['rev-parse', 'HEAD']);
    fixture.git(['worktree', 'add', '-q', '-b', 'work', path]);
    const own = fixture.commit({ 'a.txt': '2\n' }, { cwd: path });
    const facts = readyAt(path, base);
    const where = { facts, feature: base };
    const known = await readAgentGit(repo, where);
    fixture.git(['switch', '-q', '-c', 'other'], path);
    const other = { head: own, commits: 1, dirty: null, changed: [], onBranch: 'other' };
    // The commit is the same still: the branch alone tells.
    expect(await updateAgentGit(where, known, ['a.txt'])).toBeNull();
    expect((await readAgentGit(repo, where)).git).toMatchObject(other);
    fixture.commit({ 'b.txt': '1\n' }, { cwd: path });
    writeFileSync(join(path, 'a.txt'), '3\n');
    expect((await readAgentGit(repo, where)).git).toMatchObject(other);
    fixture.git(['switch', '-q', '--detach'], path);
    expect((await readAgentGit(repo, where)).git).toMatchObject({ ...other, onBranch: '' });
    fixture.git(['switch', '-q', 'other'], path);
    await openJournal(repo.commonDir, 'next').append({
      kind: 'agent.created',
      agent: 'one',
      branch: 'other',
      path,
      base,
    });
    const gone = { there: false, head: own, commits: 1, changed: [] };
    expect((await readAgentGit(repo, where)).git).toMatchObject(gone);
    const removed = { facts: { ...facts, worktree: 'removed' as const }, feature: base };
    expect((await readAgentGit(repo, removed)).git).toMatchObject(gone);
  } finally {
    fixture.remove();
  }
});
