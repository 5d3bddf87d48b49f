import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openRepository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { AgentStatuses } from './agent-statuses.ts';

let fixture: RepositoryFixture;
afterEach(() => fixture.remove());

test('what a look for a decision finds is announced, for views that were made while it looked', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  const base = fixture.git(['rev-parse', 'HEAD']);
  const path = join(fixture.root, 'one');
  fixture.git(['worktree', 'add', '-q', '-b', 'one', path]);
  const none = { message: null, stopped: false, hadSession: false, at: 0 };
  const facts = { worktree: 'ready' as const, branch: 'one', path, base, ...none };
  const where = { facts, feature: base };
  let told = 0;
  const statuses = new AgentStatuses(await openRepository(fixture.path), () => {
    told += 1;
  });
  try {
    statuses.watch(new Set([path]));
    // The watch calls once it holds.
    await expect.poll(() => told, { timeout: 20_000 }).toBeGreaterThan(0);
    expect((await statuses.read(where, { anew: true })).dirty).toBe(false);
    const before = told;
    expect((await statuses.read(where, { anew: true })).dirty).toBe(false);
    expect(told).toBe(before);
    writeFileSync(join(path, 'half.txt'), 'half\n');
    expect((await statuses.read(where, { anew: true })).dirty).toBe(true);
    expect(told).toBe(before + 1);
  } finally {
    statuses.close();
  }
});
