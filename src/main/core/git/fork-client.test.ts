import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProcessOrder } from '../process.ts';
import { orphanedGit } from '../process-identity.ts';
import { ownNode } from '../session/node-program.ts';
import { ForkServer } from './fork-client.ts';

const SCRIPT = resolve(import.meta.dirname, '../../../../out/main/fork-server.js');

/** Has a server start something, tells its process id and dies. */
const OWNER = `
const [script, order] = process.argv.slice(1);
const server = require('node:child_process').fork(script, {
  serialization: 'advanced',
  env: { ...process.env, TRIBUTARY_GIT: process.pid },
});
server.on('message', ({ kind }) => {
  if (kind !== 'ready') return;
  server.send({ kind: 'start', id: 0, order: JSON.parse(order) }, () => {
    process.kill(process.pid, 'SIGKILL');
  });
});`;

let server: ForkServer;
beforeEach(async () => {
  server = new ForkServer({ node: ownNode(), script: SCRIPT }, { TRIBUTARY_GIT: 'a-test' });
  await expect.poll(() => server.state, { interval: 5 }).toBe('ready');
});
afterEach(() => server.close());

function shell(script: string, more: Partial<ProcessOrder> = {}): ProcessOrder {
  return { file: '/bin/sh', args: ['-c', script], cwd: '/', env: {}, yields: false, ...more };
}

test('bytes go in and come out as they are, with words and the exit code', async () => {
  const input = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256);
  const order = shell('cat; echo "$WORD" >&2; exit 7', { input, env: { WORD: 'said' } });
  const end = await server.start(order).ended;
  expect(Buffer.compare(Buffer.from(end.stdout), Buffer.from(input))).toBe(0);
  expect(end).toMatchObject({ code: 7, stderr: 'said\n' });
});

test('many at once get each their own answer', async () => {
  const all = Array.from(
    { length: 30 },
    (_, index) => server.start(shell(`printf ${index}`)).ended,
  );
  const texts = (await Promise.all(all)).map(({ stdout }) => Buffer.from(stdout).toString());
  expect(texts).toEqual(all.map((_, index) => String(index)));
});

test('one can be killed, and what cannot be started says why', async () => {
  const running = server.start(shell('exec sleep 5'));
  running.kill('SIGTERM');
  expect((await running.ended).code).toBe(-1);
  const lost = server.start(shell('true', { cwd: '/nowhere/at/all' })).ended;
  await expect(lost).rejects.toMatchObject({ code: 'ENOENT', syscall: 'spawn /bin/sh' });
  const inFile = server.start(shell('true', { cwd: SCRIPT })).ended;
  await expect(inFile).rejects.toMatchObject({ code: 'ENOTDIR', syscall: 'spawn' });
  expect(server.state).toBe('ready');
});

test('when it is killed, what it owed is told as lost, once what it had started is over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-fork-'));
  const { ended } = server.start(shell('echo > begun; sleep 1; echo > over', { cwd: folder }));
  await expect.poll(() => existsSync(join(folder, 'begun')), { interval: 5 }).toBe(true);
  process.kill(server.pid ?? 0, 'SIGKILL');
  await expect(ended).rejects.toThrow('before git had answered');
  expect(existsSync(join(folder, 'over'))).toBe(true);
  expect(server.state).toBe('gone');
  rmSync(folder, { recursive: true });
});

test('when the one that it is for is killed, what runs comes to its end, and so does the server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-fork-'));
  const order = shell('read _; echo done > ended', { cwd: folder, input: '\n' });
  const owner = spawn(process.execPath, ['-e', OWNER, SCRIPT, JSON.stringify(order)]);
  await once(owner, 'exit');
  await expect.poll(() => orphanedGit(owner.pid ?? 0), { interval: 20 }).toEqual([]);
  expect(readFileSync(join(folder, 'ended'), 'utf8')).toBe('done\n');
  rmSync(folder, { recursive: true });
});
