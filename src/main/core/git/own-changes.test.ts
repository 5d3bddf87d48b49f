import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ownChanges } from './history.ts';

const repository = mkdtempSync(join(tmpdir(), 'tributary-own-'));
afterAll(() => rmSync(repository, { recursive: true }));

const identity = ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid'];
const git = (...args: string[]) =>
  execFileSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' }).trim();

function commit(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, file)), { recursive: true });
    writeFileSync(join(repository, file), text);
  }
  git('add', '--all');
  git('commit', '--quiet', '--message', 'x');
}

test('what a merge brought in is not own, what was settled in it is', async () => {
  git('init', '--quiet', '--initial-branch=main');
  commit({ 'shared.txt': 'one\n', 'a b/ü.txt': '1\n' });
  const base = git('rev-parse', 'HEAD');
  git('switch', '--quiet', '--create', 'theirs');
  commit({ 'shared.txt': 'theirs\n', 'theirs.txt': 'x\n' });
  git('switch', '--quiet', '--create', 'mine', base);
  commit({ 'shared.txt': 'mine\n', 'a b/ü.txt': '2\n' });
  expect(await ownChanges(repository, { base, head: 'mine' })).toEqual(['a b/ü.txt', 'shared.txt']);
  expect(() => git('merge', '--no-edit', 'theirs')).toThrow();
  commit({ 'shared.txt': 'both\n', 'settled.txt': 'x\n' });
  expect(await ownChanges(repository, { base, head: 'mine' })).toEqual([
    'a b/ü.txt',
    'settled.txt',
    'shared.txt',
  ]);
});
