import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openRepository } from './repository.ts';
import { makeRepository, type RepositoryFixture } from './repository-fixture.ts';
import { openShadow } from './shadow.ts';
import { snapshotWorktree } from './snapshot.ts';
import { readStatus } from './status.ts';

let fixture: RepositoryFixture;
afterEach(() => fixture.remove());

async function snapshot(): Promise<{
  commit: string;
  tree: string;
  read(path: string): Promise<string>;
}> {
  const repo = await openRepository(fixture.path);
  const shadow = await openShadow(repo);
  const { head, changed, untracked } = await readStatus(fixture.path);
  const work = { worktree: fixture.path, head: head ?? '', paths: [...changed, ...untracked] };
  const commit = await snapshotWorktree(repo, shadow, work);
  const { stdout } = await shadow.git(['rev-parse', `${commit}^{tree}`]);
  const read = async (path: string) =>
    (await shadow.objects.contents(`${commit}:${path}`))?.toString() ?? '(none)';
  return { commit, tree: stdout.trim(), read };
}

test('holds what git would commit, and leaves index, files and objects of the repository alone', async () => {
  fixture = makeRepository({
    'a.txt': 'a\n',
    'b.txt': 'b\n',
    'gone.txt': 'g\n',
    '.gitignore': 'i\n',
  });
  const file = (name: string) => join(fixture.path, name);
  writeFileSync(file('a.txt'), 'changed\n');
  writeFileSync(file('new ünï.txt'), 'new\n');
  writeFileSync(file('i'), 'ignored\n');
  rmSync(file('gone.txt'));
  writeFileSync(file('b.txt'), 'staged\n');
  fixture.git(['add', 'b.txt']);
  const before = [readFileSync(file('.git/index')), fixture.git(['count-objects'])].map(String);
  const { commit, tree } = await snapshot();
  expect([readFileSync(file('.git/index')), fixture.git(['count-objects'])].map(String)).toEqual(
    before,
  );
  expect((await snapshot()).commit).toBe(commit);
  fixture.git(['add', '--all']);
  expect(tree).toBe(fixture.git(['write-tree']));
});

test('line ends are stored as git stores them, and filters never run', async () => {
  fixture = makeRepository({
    '.gitattributes': '*.txt text\n*.big filter=canary\n',
    'a.txt': 'a\nb\n',
    'x.big': 'stored\n',
  });
  const canary = join(fixture.root, 'canary');
  fixture.git(['config', 'filter.canary.clean', `touch ${canary}; cat`]);
  fixture.git(['config', 'core.autocrlf', 'true']);
  writeFileSync(join(fixture.path, 'a.txt'), 'a\r\nchanged\r\n');
  writeFileSync(join(fixture.path, 'x.big'), 'raw\n');
  const { read } = await snapshot();
  expect(await read('a.txt')).toBe('a\nchanged\n');
  expect(await read('x.big')).toBe('raw\n');
  expect(() => readFileSync(canary)).toThrow();
});

test('a clean worktree is its own snapshot', async () => {
  fixture = makeRepository();
  expect((await snapshot()).commit).toBe(fixture.git(['rev-parse', 'HEAD']));
});

test('a file written in the second in which the index was, at the same size, is not taken for unchanged', async () => {
  fixture = makeRepository({ 'a.txt': 'a\n' });
  const second = () => Math.floor(Date.now() / 1000);
  let written = 0;
  // The second may turn between the two.
  await expect
    .poll(() => {
      writeFileSync(join(fixture.path, 'a.txt'), 'a\n');
      fixture.git(['update-index', '--refresh']);
      const begun = second();
      utimesSync(join(fixture.path, '.git/index'), begun, begun);
      writeFileSync(join(fixture.path, 'a.txt'), 'b\n');
      written = second();
      return written - begun;
    })
    .toBe(0);
  await expect.poll(second, { timeout: 3000 }).not.toBe(written);
  expect(await (await snapshot()).read('a.txt')).toBe('b\n');
});
