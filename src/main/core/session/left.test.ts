import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LeftView } from '../../../shared/contract/session.ts';
import { watchLeft } from '../../api/watch-left.ts';
import { hostDirectory } from './host-directory.ts';
import { createStage, eventually, isRunning, type Stage } from './session-fixture.ts';

function keyOf(stage: Stage, agent: string) {
  return { project: stage.cwd, feature: 'checkout', agent };
}

async function killHost(stage: Stage): Promise<void> {
  const status = stage.sessions.status();
  if (status.state !== 'connected') throw new Error(`The host is ${status.state}`);
  process.kill(status.pid, 'SIGKILL');
  await eventually(() => stage.sessions.status().state === 'lost');
}

function records(stage: Stage): string {
  return join(hostDirectory(stage.home), 'sessions-v1.json');
}

function pidIn(stage: Stage, name: string): number {
  const path = join(stage.cwd, name);
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
}

test('what is left of the sessions of a killed host is found by the next one, and ended on request', async () => {
  await using stage = createStage();
  const stay = `setsid -f sh -c "trap '' INT TERM HUP; echo \\$\\$ > stays; while :; do sleep 1; done"`;
  await stage.run('a', `${stay}; sleep 60`);
  const gone = await stage.run('b', 'sleep 60');
  await eventually(() => isRunning(pidIn(stage, 'stays')));
  await killHost(stage);
  // The terminal of `b` hung up with the host.
  await eventually(() => !isRunning(gone.pid));

  const app = stage.another();
  const left = await app.left(stage.cwd, 'checkout');
  expect(left.map(({ key, processes }) => [key.agent, processes > 0]).sort()).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(await app.left(stage.cwd, 'another')).toEqual([]);
  expect(await app.endLeft(keyOf(stage, 'a'))).toBe(true);
  expect(isRunning(pidIn(stage, 'stays'))).toBe(false);
  expect(await app.endLeft(keyOf(stage, 'b'))).toBe(false);
  expect(await app.left(stage.cwd, 'checkout')).toEqual([]);
});

test('starting a session again ends what a killed host left of it', async () => {
  await using stage = createStage();
  await stage.run('a', 'setsid -f sh -c "trap \'\' HUP; echo \\$\\$ > stays; sleep 300"; sleep 60');
  await eventually(() => isRunning(pidIn(stage, 'stays')));
  await killHost(stage);
  const stays = pidIn(stage, 'stays');
  expect(isRunning(stays)).toBe(true);
  await stage.run('a', 'sleep 60');
  expect(isRunning(stays)).toBe(false);
  expect(await stage.sessions.left(stage.cwd, 'checkout')).toEqual([]);
});

test('a process that has the pid or the group of a session by chance is never touched', async () => {
  await using stage = createStage();
  await stage.run('a', 'sleep 60');
  await killHost(stage);
  const stranger = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
  const pid = stranger.pid ?? 0;
  try {
    const noted = JSON.parse(readFileSync(records(stage), 'utf8'));
    noted.sessions[0].leader.pid = pid;
    writeFileSync(records(stage), JSON.stringify(noted));
    const [left] = await stage.sessions.left(stage.cwd, 'checkout');
    expect(left).toMatchObject({ processes: 0, cwd: stage.cwd, kind: 'command' });
    expect(await stage.sessions.endLeft(keyOf(stage, 'a'))).toBe(false);
    expect(isRunning(pid)).toBe(true);
  } finally {
    process.kill(pid, 'SIGKILL');
  }
});

test('after a restart of the system the sessions that ran are known, and none of their pids is believed', async () => {
  await using stage = createStage();
  await stage.run('a', 'setsid -f sh -c "trap \'\' HUP; echo \\$\\$ > stays; sleep 300"; sleep 60');
  await eventually(() => isRunning(pidIn(stage, 'stays')));
  const pid = pidIn(stage, 'stays');
  await killHost(stage);
  const noted = JSON.parse(readFileSync(records(stage), 'utf8'));
  writeFileSync(records(stage), JSON.stringify({ ...noted, boot: 'an earlier one' }));
  const left = await stage.sessions.left(stage.cwd, 'checkout');
  expect(left).toMatchObject([{ key: { agent: 'a' }, processes: 0 }]);
  expect(await stage.sessions.endLeft(keyOf(stage, 'a'))).toBe(false);
  expect(isRunning(pid)).toBe(true);
  process.kill(pid, 'SIGKILL');
});

test('a session that ended by itself is not left behind; one that a closing host ended is', async () => {
  await using stage = createStage();
  await stage.run('a', 'true');
  await stage.run('b', 'sleep 60');
  await eventually(() => {
    const list = stage.sessions.list(stage.cwd, 'checkout');
    return list.find(({ agent }) => agent === 'a')?.alive === false;
  });
  const status = stage.sessions.status();
  if (status.state === 'connected') process.kill(status.pid, 'SIGTERM');
  await eventually(() => stage.sessions.status().state === 'lost');
  const left = await stage.sessions.left(stage.cwd, 'checkout');
  expect(left.map(({ key }) => key.agent)).toEqual(['b']);
});

test('whoever watches is told what is left, and when somebody else ends it', async () => {
  await using stage = createStage();
  await stage.run('a', 'setsid -f sh -c "trap \'\' HUP; echo \\$\\$ > stays; sleep 300"; sleep 60');
  const gone = await stage.run('b', 'sleep 60');
  await eventually(() => isRunning(pidIn(stage, 'stays')));
  const target = { project: stage.cwd, feature: 'checkout' };
  const stop = new AbortController();
  const open = watchLeft(stage.sessions, target, stop.signal);
  expect((await open.next()).value).toEqual({ sessions: [], problem: null });
  const nothing = open.next();
  await killHost(stage);
  await eventually(() => !isRunning(gone.pid));
  // Under an open app no other host is started: the lost sessions stay listed with their last screens.
  expect(stage.sessions.list(stage.cwd, 'checkout')).toHaveLength(2);

  const seen = watchLeft(stage.another(), target, stop.signal);
  const first = (await seen.next()).value;
  expect(first.problem).toBeNull();
  const running = first.sessions.map((one: LeftView) => [one.agent, one.processes > 0]);
  expect(running.sort()).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(stage.sessions.status().state).toBe('lost');
  const other = stage.another();
  // Nothing runs of `b` after this, so nothing is looked at again by itself.
  expect(await other.endLeft(keyOf(stage, 'a'))).toBe(true);
  expect((await seen.next()).value).toMatchObject({ sessions: [{ agent: 'b', processes: 0 }] });
  const told = seen.next();
  expect(await other.endLeft(keyOf(stage, 'b'))).toBe(false);
  expect((await told).value).toEqual({ sessions: [], problem: null });
  stop.abort();
  expect((await nothing).done).toBe(true);
});

test('no host is started to look where the last one had nothing running', async () => {
  await using stage = createStage();
  await stage.run('a', 'true');
  await eventually(() => !readFileSync(records(stage), 'utf8').includes('leader'));
  await killHost(stage);
  const app = stage.another();
  expect(await app.left(stage.cwd, 'checkout')).toEqual([]);
  expect(app.status().state).toBe('idle');
});
