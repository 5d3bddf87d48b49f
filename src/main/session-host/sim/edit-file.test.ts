import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { editFile } from './edit-file.ts';

test.each([
  ['a path upwards', '../outside.txt'],
  ['an absolute path', '/tmp/outside.txt'],
  ['a link that leads out', 'link/outside.txt'],
  ['a file that is a link', 'file-link'],
  ['the git folder', '.git/hooks/pre-commit'],
  ['the git folder by another spelling', 'x/../.GIT/config'],
])('no edit leaves the worktree: %s', (_name, file) => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-edit-'));
  const root = join(folder, 'app');
  const elsewhere = join(folder, 'elsewhere');
  for (const each of [root, join(root, '.git'), elsewhere]) mkdirSync(each);
  writeFileSync(join(elsewhere, 'target'), 'untouched');
  symlinkSync(elsewhere, join(root, 'link'));
  symlinkSync(join(elsewhere, 'target'), join(root, 'file-link'));
  expect(() => editFile(root, { file, content: 'evil' })).toThrow('is not edited');
  for (const each of [join(folder, 'outside.txt'), join(elsewhere, 'outside.txt')])
    expect(existsSync(each)).toBe(false);
  expect(existsSync('/tmp/outside.txt')).toBe(false);
  expect(readFileSync(join(elsewhere, 'target'), 'utf8')).toBe('untouched');
  rmSync(folder, { recursive: true });
});
