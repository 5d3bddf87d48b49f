import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { watchWorktree } from './worktree-watch.ts';

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
