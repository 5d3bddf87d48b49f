import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createStage, eventually, isRunning, openViewer, type Stage } from './session-fixture.ts';

function keyOf(stage: Stage, agent: string) {
  return { project: stage.cwd, feature: 'checkout', agent };
}

function pidsIn(path: string): number[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').filter(Boolean).map(Number);
}

test('stop ends a group that ignores every polite signal within 5 s, and all that left the group', async () => {
  await using stage = createStage();
  const stubborn = "trap '' INT TERM HUP; echo $$ >> pids; while :; do sleep 1; done";
  writeFileSync(join(stage.cwd, 'stubborn.sh'), stubborn);
  // One child in the group, one in a session of its own, one that has also lost its parent.
  const command = `(sh stubborn.sh &) ; setsid sh stubborn.sh & setsid -f sh stubborn.sh; exec sh stubborn.sh`;
  const view = await stage.run('a', command);
  const pidFile = join(stage.cwd, 'pids');
  await eventually(() => pidsIn(pidFile).length === 4);
  const began = performance.now();
  expect(await stage.sessions.stop(keyOf(stage, 'a'))).toBe(true);
  expect(performance.now() - began).toBeLessThan(5000);
  for (const pid of [view.pid, ...pidsIn(pidFile)]) expect(isRunning(pid)).toBe(false);
  await eventually(() => stage.sessions.list(stage.cwd, 'checkout')[0]?.exit?.asked === true);
  expect(existsSync(pidFile)).toBe(true);
  expect(await stage.sessions.stop(keyOf(stage, 'a'))).toBe(false);
});

test('stop finds a server that outlived the session it was started in', async () => {
  await using stage = createStage();
  await stage.run(
    'a',
    'setsid -f sh -c "echo \\$\\$ > server; exec sleep 300"; while [ ! -s server ]; do sleep 0.02; done',
  );
  await eventually(() => stage.sessions.list(stage.cwd, 'checkout')[0]?.alive === false);
  const [server] = pidsIn(join(stage.cwd, 'server'));
  expect(isRunning(server ?? 0)).toBe(true);
  expect(await stage.sessions.stop(keyOf(stage, 'a'))).toBe(true);
  expect(isRunning(server ?? 0)).toBe(false);
});

test('a session that starts again ends what its predecessor left running', async () => {
  await using stage = createStage();
  const leave =
    'setsid -f sh -c "echo \\$\\$ > server; exec sleep 300"; while [ ! -s server ]; do sleep 0.02; done';
  await stage.run('a', leave);
  await eventually(() => stage.sessions.list(stage.cwd, 'checkout')[0]?.alive === false);
  const [server] = pidsIn(join(stage.cwd, 'server'));
  await stage.run('a', 'sleep 60');
  expect(isRunning(server ?? 0)).toBe(false);
});

test('an interactive shell is stopped quickly and its end is known to have been asked for', async () => {
  await using stage = createStage();
  const view = await stage.sessions.start(stage.request('orchestrator', { runs: 'shell' }));
  expect(view).toMatchObject({ kind: 'shell', activity: 'unknown', alive: true });
  const viewer = openViewer(stage.sessions);
  viewer.attach(view.id);
  await eventually(() => viewer.output().length + viewer.snapshots.length > 1);
  expect(await stage.sessions.stop(keyOf(stage, 'orchestrator'))).toBe(true);
  expect(isRunning(view.pid)).toBe(false);
});

test('starting an agent that lives gives its session; one that has ended is started anew', async () => {
  await using stage = createStage();
  const first = await stage.run('a', 'sleep 60');
  const same = await Promise.all([stage.run('a', 'sleep 60'), stage.run('a', 'sleep 60')]);
  for (const view of same) expect(view.id).toBe(first.id);
  await stage.sessions.stop(keyOf(stage, 'a'));
  const next = await stage.run('a', 'sleep 60');
  expect(next.id).not.toBe(first.id);
  expect(stage.sessions.list(stage.cwd, 'checkout')).toHaveLength(1);
});

test('no program inherits the terminal of another, whatever was opened and closed before', async () => {
  await using stage = createStage();
  const many = Array.from({ length: 24 }, (_, index) => `a${index}`);
  for (const agent of many) await stage.run(agent, 'sleep 60');
  // Gaps in the table of descriptors are what a leak needs.
  for (const agent of many.filter((_, index) => index % 2 === 0)) {
    await stage.sessions.stop(keyOf(stage, agent));
  }
  await stage.run('probe', 'ls -l /proc/self/fd > fds.tmp; mv fds.tmp fds; sleep 60');
  const listed = join(stage.cwd, 'fds');
  await eventually(() => (statSync(listed, { throwIfNoEntry: false })?.size ?? 0) > 0);
  const open = readFileSync(listed, 'utf8')
    .split('\n')
    .filter((line) => line.includes(' -> '));
  const foreign = open.filter(
    (line) => !/ -> (\/dev\/pts\/\d+|\/proc\/\d+\/fd|\S+\/fds\.tmp)$/.test(line),
  );
  expect(foreign).toEqual([]);
  expect(open).toHaveLength(4);
});

test('a folder that is gone is said before anything is started', async () => {
  await using stage = createStage();
  const request = { ...stage.request('a', { runs: 'shell' }), cwd: join(stage.cwd, 'gone') };
  await expect(stage.sessions.start(request)).rejects.toMatchObject({ code: 'session.noFolder' });
  expect(stage.sessions.status()).toEqual({ state: 'idle' });
});
