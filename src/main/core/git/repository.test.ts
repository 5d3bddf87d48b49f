import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Memory } from '../memory.ts';
import { isOldGit, parseGitVersion } from './binary.ts';
import { gitFailure } from './failures.ts';
import { openRepository } from './repository.ts';
import { makeRepository, type RepositoryFixture } from './repository-fixture.ts';

let fixture: RepositoryFixture;
afterEach(() => {
  vi.unstubAllEnvs();
  fixture.remove();
});

const empty = () => {
  const path = join(fixture.root, 'empty');
  fixture.git(['init', '-q', '-b', 'main', path]);
  return path;
};

test('a subfolder, a linked worktree and the git directory lead to the main checkout', async () => {
  fixture = makeRepository({ 'sub folder/a.txt': 'a\n' });
  const linked = join(fixture.root, 'linked');
  fixture.git(['worktree', 'add', '-q', '-b', 'other', linked]);
  const head = fixture.git(['rev-parse', 'HEAD']);
  for (const path of [
    fixture.path,
    join(fixture.path, 'sub folder'),
    join(linked, 'sub folder'),
    join(fixture.path, '.git'),
  ]) {
    expect(await openRepository(path)).toEqual({
      id: fixture.path,
      path: fixture.path,
      commonDir: join(fixture.path, '.git'),
      name: 'app',
      objectFormat: 'sha1',
      head,
      branch: 'main',
      memory: expect.any(Memory),
    });
  }
});

test('a detached HEAD, SHA-256 and an unborn branch beside others are fine', async () => {
  fixture = makeRepository();
  fixture.git(['switch', '-q', '--detach']);
  expect(await openRepository(fixture.path)).toMatchObject({ branch: null });
  fixture.git(['switch', '-q', '--orphan', 'new']);
  expect(await openRepository(fixture.path)).toMatchObject({ branch: 'new', head: null });
  const wide = join(fixture.root, 'wide');
  fixture.git(['init', '-q', '--object-format=sha256', wide]);
  fixture.git(
    ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'x'],
    wide,
  );
  expect((await openRepository(wide)).objectFormat).toBe('sha256');
});

describe('each of these is a failure with its code and a remedy', () => {
  test.each([
    ['a plain folder', 'project.notARepository', () => fixture.root],
    ['a folder that is missing', 'project.notARepository', () => join(fixture.root, 'none')],
    ['a file', 'project.notARepository', () => join(fixture.path, 'README.md')],
    ['a repository without a commit', 'project.noCommit', empty],
    [
      'a bare repository',
      'project.bare',
      () => {
        const path = join(fixture.root, 'bare.git');
        fixture.git(['clone', '-q', '--bare', fixture.path, path]);
        return path;
      },
    ],
    [
      'a worktree of a bare repository',
      'project.bare',
      () => {
        const path = join(fixture.root, 'bare.git');
        fixture.git(['clone', '-q', '--bare', fixture.path, path]);
        fixture.git(['worktree', 'add', '-q', join(fixture.root, 'of-bare'), 'main'], path);
        return join(fixture.root, 'of-bare');
      },
    ],
  ])('%s', async (_name, code, path) => {
    fixture = makeRepository();
    const failure = { code, exit: 3, remedy: expect.stringMatching(/\w/) };
    await expect(openRepository(path())).rejects.toMatchObject(failure);
  });

  test('no git on the PATH, not even one in the repository', async () => {
    fixture = makeRepository({ git: '#!/bin/sh\ntouch ran\n' });
    chmodSync(join(fixture.path, 'git'), 0o755);
    for (const path of ['', '.', ':']) {
      vi.stubEnv('PATH', path);
      await expect(openRepository(fixture.path)).rejects.toMatchObject({
        code: 'git.notFound',
        exit: 3,
      });
    }
  });

  test('a git that is too old', async () => {
    fixture = makeRepository();
    const bin = join(fixture.root, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'git'), '#!/bin/sh\necho git version 2.37.9\n');
    chmodSync(join(bin, 'git'), 0o755);
    vi.stubEnv('PATH', bin);
    await expect(openRepository(fixture.path)).rejects.toMatchObject({
      code: 'git.tooOld',
      exit: 3,
    });
  });

  test("somebody else's folder", () => {
    fixture = makeRepository();
    const stderr = "fatal: detected dubious ownership in repository at '/r'\nTo add an exception";
    const failure = gitFailure({ args: ['rev-parse'], cwd: '/r', code: 128, stderr });
    expect(failure).toMatchObject({ code: 'git.dubiousOwnership', exit: 3 });
  });
});

test('versions are read and compared', () => {
  fixture = makeRepository();
  expect(parseGitVersion('git version 2.39.5 (Apple Git-154)\n')).toBe('2.39.5');
  expect(parseGitVersion('gut version 1')).toBeNull();
  expect(['1.9', '2.37.9', '2.38.0', '2.39.5', '3.0'].map(isOldGit)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('a failure of git that nobody foresaw has its command, without what is secret in it', () => {
  const url = 'https://me:tok@example.com/a b.git';
  const args = ['fetch', '--quiet', url, 'main'];
  const failure = gitFailure({ args, cwd: '/x', code: 1, stderr: 'fatal: odd' });
  expect(failure.remedy).toBe(
    "Look at the message of git. The command was: git fetch --quiet 'https://example.com/a b.git' main",
  );
});
