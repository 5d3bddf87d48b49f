import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withLock } from '../git/lock.ts';
import { checkOutCandidate } from './integration.ts';
import { makeSync } from './sync-fixture.ts';
import { moveTo, vacate } from './vacate-checkout.ts';

/** An integration worktree at the first of two commits; the second changes a.txt and tracks a file that was ignored. */
async function twoCandidates() {
  const fixture = await makeSync({
    one: { 'a.txt': 'one\n' },
    two: { 'a.txt': 'two\n' },
  });
  const one = fixture.heads[0]?.oid ?? '';
  fixture.git(['switch', '-q', 'feature/x-two']);
  writeFileSync(join(fixture.path, 'new.secret'), 'tracked\n');
  fixture.git(['add', '-f', 'new.secret']);
  const two = fixture.commit({});
  fixture.git(['switch', '-q', 'main']);
  const checkOut = (commit: string) =>
    withLock(fixture.repo, 'write', () => checkOutCandidate(fixture.repo, commit));
  const path = await checkOut(one);
  const snapshots = () =>
    fixture
      .git(['for-each-ref', '--format=%(refname)', 'refs/tributary/snapshot/'])
      .split('\n')
      .filter((ref) => ref !== '');
  return { ...fixture, one, two, path, checkOut, snapshots };
}

const OPTIONS = { ours: undefined, signal: undefined };

test('refuses to overwrite a file that changed after it was saved', async () => {
  const { path, two, repo, snapshots, git, checkOut, ...fixture } = await twoCandidates();
  writeFileSync(join(path, 'a.txt'), 'first edit\n');
  await vacate(repo, path, { commit: two, ...OPTIONS });
  writeFileSync(join(path, 'a.txt'), 'edit in the very moment\n');
  expect(await moveTo(path, two)).toBe(false);
  expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('edit in the very moment\n');
  await checkOut(two);
  expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('two\n');
  expect(git(['status', '--porcelain'], path)).toBe('');
  const kept = snapshots().map((ref) => git(['show', `${ref}:a.txt`]));
  expect(kept).toContain('first edit');
  expect(kept).toContain('edit in the very moment');
  fixture.remove();
});

test('keeps a file created after the save, and refuses if the candidate has the same path', async () => {
  const { path, two, repo, ...fixture } = await twoCandidates();
  await vacate(repo, path, { commit: two, ...OPTIONS });
  writeFileSync(join(path, 'new.secret'), 'mine, ignored\n');
  expect(await moveTo(path, two)).toBe(false);
  expect(readFileSync(join(path, 'new.secret'), 'utf8')).toBe('mine, ignored\n');
  fixture.remove();
});

test('keeps ignored files, and saves the one that the candidate would overwrite', async () => {
  const { path, two, snapshots, git, checkOut, ...fixture } = await twoCandidates();
  writeFileSync(join(path, 'cache.secret'), 'kept\n');
  writeFileSync(join(path, 'new.secret'), 'mine\n');
  await checkOut(two);
  expect(readFileSync(join(path, 'cache.secret'), 'utf8')).toBe('kept\n');
  expect(readFileSync(join(path, 'new.secret'), 'utf8')).toBe('tracked\n');
  expect(snapshots().map((ref) => git(['show', `${ref}:new.secret`]))).toEqual(['mine']);
  fixture.remove();
});

test('stops the checkout if a blocking ignored file is too large to save', async () => {
  const { path, two, checkOut, ...fixture } = await twoCandidates();
  writeFileSync(join(path, 'new.secret'), Buffer.alloc(6_000_000, 1));
  await expect(checkOut(two)).rejects.toMatchObject({
    code: 'worktree.unsavable',
    data: { reason: expect.stringContaining('new.secret') },
  });
  expect(readFileSync(join(path, 'new.secret')).length).toBe(6_000_000);
  fixture.remove();
});

test('saves staged, untracked and deleted files, then checks out', async () => {
  const { path, one, two, snapshots, git, checkOut, ...fixture } = await twoCandidates();
  writeFileSync(join(path, 'b.txt'), 'staged\n');
  git(['add', 'b.txt'], path);
  writeFileSync(join(path, 'b.txt'), 'edited\n');
  git(['rm', '-q', 'a.txt'], path);
  writeFileSync(join(path, 'untracked.txt'), 'untracked\n');
  await checkOut(two);
  expect(git(['status', '--porcelain'], path)).toBe('');
  expect(existsSync(join(path, 'untracked.txt'))).toBe(false);
  const [ref = ''] = snapshots();
  expect(git(['diff', '--name-status', one, ref]).split('\n')).toEqual([
    'D\ta.txt',
    'M\tb.txt',
    'A\tuntracked.txt',
  ]);
  expect(git(['show', `${ref}:b.txt`])).toBe('edited');
  expect(git(['show', `${ref}^2:b.txt`])).toBe('staged');
  fixture.remove();
});
