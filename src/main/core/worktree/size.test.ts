import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Memory } from '../memory.ts';
import { folderBytes } from './size.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-size-'));
afterAll(() => rmSync(root, { recursive: true }));

test('measuring stops in time, goes on the next time, and follows no link', async () => {
  const [folder, memory] = [join(root, 'tree'), new Memory()];
  for (let n = 0; n < 50; n += 1) {
    mkdirSync(join(folder, `${n}`), { recursive: true });
    writeFileSync(join(folder, `${n}`, 'file'), 'x'.repeat(10_000));
  }
  mkdirSync(join(root, 'other'));
  writeFileSync(join(root, 'other/large'), 'x'.repeat(5_000_000));
  symlinkSync(join(root, 'other'), join(folder, 'link'));
  expect(await folderBytes(folder, { deadline: Date.now() - 1, memory })).toBeNull();
  const bytes = await folderBytes(folder, { deadline: Date.now() + 10_000, memory });
  expect(bytes).toBeGreaterThan(500_000);
  expect(bytes).toBeLessThan(1_000_000);
  expect(await folderBytes(folder, { deadline: Date.now() - 1, memory })).toBe(bytes);
});
