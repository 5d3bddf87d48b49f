import { chmodSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createStage, eventually } from './session-fixture.ts';

/** Says of itself what the file `status` says, and writes down what is typed into it, byte for byte. */
const STAND_IN = `#!${process.execPath}
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const folder = join(process.env.CLAUDE_CONFIG_DIR, 'sessions');
mkdirSync(folder, { recursive: true });
process.stdin.setRawMode(true);
process.stdin.on('data', (bytes) => appendFileSync('typed', bytes));
setInterval(() => {
  const status = JSON.parse(readFileSync('status', 'utf8'));
  const file = JSON.stringify({ pid: process.pid, ...status });
  writeFileSync(join(folder, process.pid + '.json'), file);
}, 50);
`;

test('a prompt is typed as one paste into a session that waits for one, and into no other', async () => {
  await using stage = createStage();
  const claude = join(stage.cwd, '..', 'claude');
  writeFileSync(claude, STAND_IN);
  chmodSync(claude, 0o755);
  vi.stubEnv('TRIBUTARY_CLAUDE', claude);
  const say = (status: object) => {
    writeFileSync(
      join(stage.cwd, 'next'),
      JSON.stringify({ ...status, statusUpdatedAt: Date.now() }),
    );
    renameSync(join(stage.cwd, 'next'), join(stage.cwd, 'status'));
  };
  const activity = (wanted: string) =>
    eventually(() => stage.sessions.list(stage.cwd, 'checkout')[0]?.activity === wanted);
  const key = { project: stage.cwd, feature: 'checkout', agent: 'data' };
  say({ status: 'busy' });
  const env = { CLAUDE_CONFIG_DIR: join(stage.cwd, 'config') };
  expect(await stage.sessions.prompt(key, 'too early')).toBe('gone');
  await stage.sessions.start({ ...stage.request('data', { prompt: 'go' }), env });
  await activity('working');
  expect(await stage.sessions.prompt(key, 'not now')).toBe('busy');
  say({ status: 'waiting', waitingFor: 'permission prompt' });
  await activity('needs-you');
  expect(await stage.sessions.prompt(key, 'y')).toBe('busy');
  say({ status: 'idle' });
  await activity('unknown');
  expect(await stage.sessions.prompt(key, 'line one\r\nline \x1b[201~two\x03')).toBe('sent');
  const typed = join(stage.cwd, 'typed');
  await eventually(() => (statSync(typed, { throwIfNoEntry: false })?.size ?? 0) > 0);
  await eventually(() => readFileSync(typed, 'utf8').endsWith('\r'));
  expect(readFileSync(typed, 'utf8')).toBe('\x1b[200~line one\nline [201~two\x1b[201~\r');
  await stage.sessions.stop(key);
  expect(await stage.sessions.prompt(key, 'too late')).toBe('gone');
});

test('nothing is ever typed into a shell', async () => {
  await using stage = createStage();
  await stage.sessions.start(stage.request('free', { runs: 'shell' }));
  const key = { project: stage.cwd, feature: 'checkout', agent: 'free' };
  expect(await stage.sessions.prompt(key, 'touch canary')).toBe('gone');
});
