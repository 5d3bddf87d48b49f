import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findGh } from '../finish/gh.ts';
import { findGit } from '../git/binary.ts';
import { runTrustedLine } from '../trust/run-shell.ts';
import type { LoginProbe } from './login-environment.ts';
import { applyLoginEnvironment } from './process-environment.ts';

let folder: string;
let before: NodeJS.ProcessEnv;

/** This process as a desktop starts it (`env -i`): a home, a shell, and a PATH without the user's tools. */
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-desktop-')));
  mkdirSync(join(folder, 'tools'));
  before = { ...process.env };
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, { HOME: folder, SHELL: '/bin/sh', PATH: '/usr/bin:/bin' });
});
afterEach(() => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, before);
  rmSync(folder, { recursive: true, force: true });
});

function tool(name: string, text: string): string {
  const path = join(folder, 'tools', name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

const profile = (text: string) => writeFileSync(join(folder, '.profile'), text);

/** The exit code of a verification. */
async function verified(line: string): Promise<number | null> {
  return (await runTrustedLine(line, { cwd: folder, onOutput: () => undefined })).code;
}

test('a start from a desktop finds what a start from a terminal finds: verification, git, gh', async () => {
  profile('echo welcome\nexport PATH="$HOME/tools:$PATH" FROM_RC="two\nlines"\n');
  const git = tool('git', 'echo git version 2.50.0');
  const gh = tool('gh', '');
  tool('mytool', '[ "$FROM_RC" = "two\nlines" ]');
  expect(await verified('mytool')).toBe(127);
  expect(await applyLoginEnvironment()).toBe('applied');
  expect(await verified('mytool')).toBe(0);
  expect((await findGit()).path).toBe(git);
  expect(await findGh()).toBe(gh);
});

test('what was set for this start stays, and what belongs to it alone goes', async () => {
  const login = {
    DISPLAY: ':0',
    TRIBUTARY_HOME: '/from/rc',
    XDG_RUNTIME_DIR: '/from/rc',
    XDG_DATA_HOME: '/data',
    SSH_AUTH_SOCK: '/keychain',
    PWD: '/',
    SHLVL: '2',
    NODE_OPTIONS: '--from-rc',
  };
  const env = {
    DISPLAY: ':7',
    TRIBUTARY_HOME: '/ours',
    XDG_RUNTIME_DIR: '/run/user/1',
    DBUS_SESSION_BUS_ADDRESS: 'unix:x',
    SSH_AUTH_SOCK: '/launchd',
    CHROME_DESKTOP: 'x.desktop',
    APPDIR: '/tmp/.mount',
    npm_lifecycle_event: 'start',
  };
  const probe: LoginProbe = { read: async () => ({ env: login, source: 'login' }) };
  expect(await applyLoginEnvironment({ env, probe })).toBe('applied');
  expect(env).toEqual({
    DISPLAY: ':7',
    TRIBUTARY_HOME: '/ours',
    XDG_RUNTIME_DIR: '/run/user/1',
    XDG_DATA_HOME: '/data',
    DBUS_SESSION_BUS_ADDRESS: 'unix:x',
    // As in a terminal: start files that name another agent mean it.
    SSH_AUTH_SOCK: '/keychain',
  });
});

test('a start from a terminal, and one on Windows, asks no shell', async () => {
  const probe: LoginProbe = { read: () => Promise.reject(new Error('asked')) };
  const env = { TERM: 'xterm-256color', PATH: '/mine' };
  expect(await applyLoginEnvironment({ env, probe })).toBe('terminal');
  expect(await applyLoginEnvironment({ env: {}, probe, platform: 'win32' })).toBe('terminal');
  expect(env).toEqual({ TERM: 'xterm-256color', PATH: '/mine' });
});

test('a shell that does not answer changes nothing; one that is late is applied when it answers', async () => {
  const own: LoginProbe = { read: async () => ({ env: { A: '1' }, source: 'own' }) };
  const env: NodeJS.ProcessEnv = { PATH: '/mine' };
  expect(await applyLoginEnvironment({ env, probe: own })).toBe('no-answer');
  expect(env).toEqual({ PATH: '/mine' });
  let answer = (_path: string) => {};
  const late: LoginProbe = {
    read: () =>
      new Promise((done) => {
        answer = (path) => done({ env: { PATH: path }, source: 'login' });
      }),
  };
  expect(await applyLoginEnvironment({ env, probe: late, wait: 5 })).toBe('late');
  answer('/login');
  await expect.poll(() => env['PATH']).toBe('/login');
});
