import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type ChangeHint, watchWorktree } from './worktree-watch.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-watch-'));
afterAll(() => rmSync(folder, { recursive: true }));

const identity = ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid'];
const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', [...identity, ...args], { cwd, stdio: 'pipe' });

/** Resolves with the next call of the listener that it gives. */
function signal(): { called: () => void; next: () => Promise<void> } {
  let resolve = () => {};
  return {
    called: () => resolve(),
    next: () =>
      new Promise((done) => {
        resolve = done;
      }),
  };
}

test('an edit, a new file and a commit are told, and one made while the watching begins', async () => {
  const main = join(folder, 'main');
  const tree = join(folder, 'tree');
  git(folder, 'init', '--quiet', main);
  git(main, 'commit', '--quiet', '--allow-empty', '--message', 'First');
  git(main, 'worktree', 'add', '--quiet', '-b', 'work', tree);
  const changed = signal();
  const stop = watchWorktree(tree, changed.called);
  let told = 0;
  try {
    const first = changed.next();
    git(tree, 'commit', '--quiet', '--allow-empty', '--message', 'At once');
    await first;
    for (const act of [
      () => writeFileSync(join(tree, 'new.txt'), '1'),
      () => writeFileSync(join(tree, 'new.txt'), '22'),
      () => git(tree, 'add', 'new.txt'),
      () => git(tree, 'commit', '--quiet', '--message', 'More'),
    ]) {
      const next = changed.next();
      act();
      await next;
      told += 1;
    }
  } finally {
    stop();
  }
  expect(told).toBe(4);
});

test('a worktree that is made after the watching began is watched like any other', async () => {
  const main = join(folder, 'late-main');
  const tree = join(folder, 'late');
  git(folder, 'init', '--quiet', main);
  git(main, 'commit', '--quiet', '--allow-empty', '--message', 'First');
  const told: ChangeHint[] = [];
  const stop = watchWorktree(tree, (hint) => told.push(hint));
  try {
    await expect.poll(() => told.length).toBe(1);
    git(main, 'worktree', 'add', '--quiet', '-b', 'late', tree);
    let count = 0;
    const edited = () => {
      count += 1;
      writeFileSync(join(tree, 'new.txt'), String(count));
      return told.some((hint) => hint?.has('new.txt'));
    };
    await expect.poll(edited, { timeout: 20_000, interval: 500 }).toBe(true);
  } finally {
    stop();
  }
}, 30_000);
