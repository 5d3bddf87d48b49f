import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tellLauncher } from './launcher-pipe.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-pipe-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('the first word is written as a line, and the descriptor is closed', () => {
  const file = join(folder, 'pipe');
  const descriptor = openSync(file, 'w');
  vi.stubEnv('TRIBUTARY_LAUNCH_FD', String(descriptor));
  tellLauncher('shown');
  tellLauncher('handed over');
  expect(readFileSync(file, 'utf8')).toBe('shown\n');
  expect(() => fstatSync(descriptor)).toThrow('EBADF');
  expect(process.env['TRIBUTARY_LAUNCH_FD']).toBeUndefined();
});

test('without a launcher, with one that is gone, and with standard streams nothing happens', () => {
  const descriptor = openSync(join(folder, 'gone'), 'w');
  closeSync(descriptor);
  for (const value of ['', 'x', '1', String(descriptor)]) {
    vi.stubEnv('TRIBUTARY_LAUNCH_FD', value);
    tellLauncher('shown');
  }
  expect(fstatSync(1)).toBeDefined();
});
