import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSessions } from './create-sessions.ts';
import { connectHost } from './host-connection.ts';
import { hostDirectory, hostSocket } from './host-directory.ts';
import {
  createStage,
  eventually,
  hostScript,
  isRunning,
  programs,
  type Stage,
} from './session-fixture.ts';

const FULL = process.env['TRIBUTARY_FULL'] === '1';
const CYCLES = FULL ? 200 : 15;
/** Until the memory of the host has grown to what it works with. */
const WARM = FULL ? 200 : 10;
process.stdout.write(`life: ${CYCLES} sessions one after the other\n`);

function hostPid(stage: Stage): number {
  const status = stage.sessions.status();
  if (status.state !== 'connected') throw new Error(`The host is ${status.state}`);
  return status.pid;
}

test('a host that holds nothing ends by itself and leaves no socket; one with a client stays', async () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'tributary-idle-')), 'run');
  const host = spawn(
    process.execPath,
    [hostScript, '--directory', directory, '--version', 'x', '--idle', '1500'],
    { stdio: 'ignore' },
  );
  let ended: number | null = null;
  host.once('exit', (code) => {
    ended = code;
  });
  await eventually(() => readSafely(directory).includes('host-v1.sock'));
  const client = await connectHost(hostSocket(directory), { version: 'x' }, {});
  const began = Date.now();
  // Several looks of the host: it is idle but for this client.
  await eventually(() => Date.now() - began > 2500);
  expect(ended).toBeNull();
  client.close();
  await eventually(() => ended === 0);
  expect(readSafely(directory)).toEqual([]);
  rmSync(join(directory, '..'), { recursive: true });
});

function readSafely(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Not made yet.
    return [];
  }
}

test('an app of another version goes on with the host that runs: no session ends', async () => {
  await using stage = createStage();
  const views = await Promise.all(
    ['a', 'b', 'c', 'd'].map((agent) => stage.run(agent, 'sleep 60')),
  );
  const pid = hostPid(stage);
  const updated = createSessions({
    home: stage.home,
    programs,
    version: '99.0.0',
  });
  await updated.start(stage.request('e', { runs: { command: 'sleep 60' } }));
  expect(updated.status()).toEqual({ state: 'connected', pid, version: '0.0.0-test' });
  expect(updated.list(stage.cwd, 'checkout')).toHaveLength(5);
  for (const view of views) expect(isRunning(view.pid)).toBe(true);
  await updated.dispose();
});

test('sessions that come and go leave no terminal, no descriptor and no memory behind', async () => {
  await using stage = createStage();
  const cycle = async (agent: string) => {
    const { id } = await stage.run(agent, 'seq 200');
    await eventually(() => {
      const view = stage.sessions.list(stage.cwd, 'checkout').find((one) => one.id === id);
      return view?.alive === false;
    });
  };
  // What is kept of ended sessions, and what the first ones load, is the same before and after.
  for (let count = 0; count < WARM; count += 1) await cycle(`a${count % 5}`);
  const host = hostPid(stage);
  const before = resources(host);
  for (let count = 0; count < CYCLES; count += 1) await cycle(`a${count % 5}`);
  await eventually(() => resources(host).descriptors <= before.descriptors);
  const after = resources(host);
  expect(after.terminals).toBe(0);
  expect(after.megabytes - before.megabytes).toBeLessThan(60);
  expect(readSafely(hostDirectory(stage.home))).toHaveLength(3);
});

function resources(pid: number) {
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      // Closed since.
      return '';
    }
  });
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return {
    descriptors: open.filter(Boolean).length,
    terminals: open.filter((target) => target.includes('ptmx')).length,
    megabytes: kilobytes / 1024,
  };
}
