import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { headInProcess } from './in-process.ts';
import { readHead } from './repository.ts';
import { makeRepository, type RepositoryFixture } from './repository-fixture.ts';

let fixture: RepositoryFixture;
afterEach(() => fixture.remove());

test('agrees with git in every shape of worktree, loose and packed', async () => {
  fixture = makeRepository();
  const { git, path, root } = fixture;
  const linked = join(root, 'linked');
  git(['worktree', 'add', '-q', '-b', 'feature/x', linked]);
  const own = fixture.commit({ 'own.txt': 'x' }, { cwd: linked });
  const detached = join(root, 'detached');
  git(['worktree', 'add', '-q', '--detach', detached, own]);
  for (const pack of [false, true]) {
    if (pack) git(['pack-refs', '--all']);
    for (const [worktree, branch] of [
      [path, 'main'],
      [linked, 'feature/x'],
      [detached, null],
    ] as const) {
      const head = { oid: git(['rev-parse', 'HEAD'], worktree), branch };
      expect(await headInProcess(worktree)).toEqual(head);
      expect(await readHead(worktree)).toEqual(head);
    }
  }
});

test('leaves to git what it would read wrongly', async () => {
  fixture = makeRepository();
  const { git, path, root } = fixture;
  const wide = join(root, 'wide');
  git(['init', '-q', '--object-format=sha256', wide]);
  git(
    ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'x'],
    wide,
  );
  expect(await headInProcess(wide)).toBeNull();
  expect((await readHead(wide)).oid).toBe(git(['rev-parse', 'HEAD'], wide));
  git(['switch', '-q', '--orphan', 'new']);
  expect(await headInProcess(path)).toBeNull();
  expect(await readHead(path)).toEqual({ oid: null, branch: 'new' });
  writeFileSync(join(path, '.git', 'HEAD'), 'ref: refs/he');
  expect(await headInProcess(path)).toBeNull();
  expect(await headInProcess(root)).toBeNull();
});
