import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { removeMarkedFolder } from './remove.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-marked-')));
afterAll(() => rmSync(root, { recursive: true }));

function folder(name: string, mark: string | null): string {
  const path = join(root, name);
  mkdirSync(path);
  writeFileSync(join(path, 'precious'), 'x');
  if (mark !== null) writeFileSync(join(path, '.mark'), mark);
  return path;
}

test('a folder goes only when its mark names it', async () => {
  for (const [name, mark] of [
    ['none', null],
    ['other', '/somewhere/else\n'],
    ['empty', ''],
  ] as const) {
    const path = folder(name, mark);
    await expect(removeMarkedFolder(path, '.mark')).rejects.toThrow(/does not carry/);
    expect(existsSync(join(path, 'precious'))).toBe(true);
  }
  const ours = folder('ours', `${join(root, 'ours')}\n`);
  await removeMarkedFolder(ours, '.mark');
  expect(existsSync(ours)).toBe(false);
});
