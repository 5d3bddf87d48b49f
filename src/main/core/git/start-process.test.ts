import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { ProcessOrder } from '../process.ts';
import { startGitWith, startProcess } from './start-process.ts';

const scripts = resolve(import.meta.dirname, '../../../../out/main');
const order: ProcessOrder = {
  file: '/bin/sh',
  args: ['-c', 'echo $PPID'],
  cwd: '/',
  env: {},
  yields: false,
};

test('a process that starts many has them started by the fork server and the node that it was given', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-start-')));
  const file = join(folder, 'own-node');
  const mark = join(folder, 'started');
  writeFileSync(file, `#!/bin/sh\n: > ${mark}\nexec ${process.execPath} "$@"\n`, { mode: 0o755 });
  startGitWith(async () => ({ node: { file, env: {} }, scripts }));
  const parent = async () => {
    const { stdout } = await startProcess(order).ended;
    return Number(Buffer.from(stdout).toString());
  };
  expect(await parent()).toBe(process.pid);
  await expect.poll(parent, { interval: 5 }).not.toBe(process.pid);
  expect(existsSync(mark)).toBe(true);
  rmSync(folder, { recursive: true });
});
