import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openRepository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { copyIncluded } from './include.ts';

let fixture: RepositoryFixture;
afterEach(() => fixture.remove());

test('copies what is ignored and matched, in any folder, and nothing else', async () => {
  fixture = makeRepository({
    '.gitignore': '.env*\n/secrets\n/linked\n/out\n',
    '.worktreeinclude': '.env*\n!.env.prod\n/linked/\n/out\n/plain.txt\n',
    'pkg/.worktreeinclude': '/local.env.json\n',
    'pkg/.gitignore': 'local.env.json\n',
    'pkg/main.ts': 'x\n',
  });
  const put = (path: string, text: string) => writeFileSync(join(fixture.path, path), text);
  mkdirSync(join(fixture.path, 'secrets'));
  mkdirSync(join(fixture.path, 'linked'));
  put('.env', 'A=1\n');
  put('.env.prod', 'no\n');
  put('pkg/.env', 'B=1\n');
  put('pkg/local.env.json', '{}\n');
  put('secrets/key', 'no\n');
  put('plain.txt', 'untracked, not ignored\n');
  put('linked/deep', 'x\n');
  symlinkSync('/etc/hostname', join(fixture.path, 'out'));
  const worktree = join(fixture.root, 'tree');
  fixture.git(['worktree', 'add', '-q', '--detach', worktree]);
  // In the worktree a link leads away from where the file would go.
  const outside = join(fixture.root, 'outside');
  mkdirSync(outside);
  symlinkSync(outside, join(worktree, 'linked'));
  const repo = await openRepository(fixture.path);
  const result = await copyIncluded(repo, worktree);
  expect([...result.copied].sort()).toEqual(['.env', 'pkg/.env', 'pkg/local.env.json']);
  expect(result.skipped.map(({ path }) => path).sort()).toEqual(['linked/deep', 'out']);
  expect(readFileSync(join(worktree, 'pkg/.env'), 'utf8')).toBe('B=1\n');
  expect(existsSync(join(outside, 'deep'))).toBe(false);
  expect(lstatSync(join(worktree, 'out'), { throwIfNoEntry: false })).toBeUndefined();
  expect((await copyIncluded(repo, worktree)).copied).toEqual([]);
});
