import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { MachineChecks } from './checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'checks-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a claude that is installed while somebody listens is found', async () => {
  const program = join(folder, 'claude');
  vi.stubEnv('TRIBUTARY_CLAUDE', program);
  const checks = new MachineChecks(folder, 5);
  const claude = () => checks.current().find(({ id }) => id === 'claude')?.state;
  await checks.settled();
  expect(claude()).toBe('warning');
  const told = vi.fn();
  const stop = checks.subscribe(told);
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, 0o755);
  await vi.waitFor(() => expect(claude()).toBe('ok'));
  // What is as it was is not told.
  expect(told).toHaveBeenCalledTimes(1);
  stop();
});
