import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeOwn } from './remove-own.ts';

test('only what lies in the own folder goes, and a link is not followed', async () => {
  const base = mkdtempSync(join(tmpdir(), 'tributary-own-'));
  const own = join(base, 'own');
  for (const folder of ['own/draft', 'other']) mkdirSync(join(base, folder), { recursive: true });
  writeFileSync(join(base, 'other/work.txt'), 'kept');
  symlinkSync(join(base, 'other'), join(own, 'link'));
  await removeOwn(own, join(own, 'draft'));
  expect(existsSync(join(own, 'draft'))).toBe(false);
  await removeOwn(own, join(own, 'never-there'));
  for (const path of [own, join(base, 'other'), join(own, '../other'), join(own, 'link'), '/']) {
    await expect(removeOwn(own, path)).rejects.toThrow('so it stays');
  }
  expect(existsSync(join(base, 'other/work.txt'))).toBe(true);
  rmSync(base, { recursive: true });
});
