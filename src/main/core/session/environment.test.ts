import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Machine } from '../program-search.ts';
import { sessionEnvironment } from './environment.ts';
import { findClaude } from './find-claude.ts';
import { createLoginProbe, type LoginProbe, userShell } from './login-environment.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-env-')));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function program(path: string, text: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

test('a session gets the login environment without what is ours, and loopback past any proxy', () => {
  const login = {
    HOME: '/home/u',
    CLAUDECODE: '1',
    CLAUDE_CODE_CHILD_SESSION: '1',
    CLAUDE_CODE_ENTRYPOINT: 'cli',
    CLAUDE_CONFIG_DIR: '/c',
    CLAUDE_CODE_OAUTH_TOKEN: 't',
    CLAUDE_CODE_USE_BEDROCK: '1',
    ANTHROPIC_API_KEY: 'k',
    AI_AGENT: 'x',
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: '--inspect',
    npm_lifecycle_event: 'start',
    npm_config_user_agent: 'npm',
    npm_config_registry: 'https://registry.example',
    INIT_CWD: '/x',
    NODE: '/usr/bin/node',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    CHROME_DESKTOP: 'code.desktop',
    APPIMAGE: '/x',
    DESKTOP_STARTUP_ID: 'x',
    XDG_ACTIVATION_TOKEN: 'x',
    XDG_CONFIG_HOME: '/xdg',
    NODE_ENV: 'test',
    GIT_DIR: '/x/.git',
    TRIBUTARY_HOME: '/t',
    TRIBUTARY_SESSION: 's',
    NO_PROXY: 'corp.example, localhost',
    NVM_DIR: '/nvm',
  };
  expect(sessionEnvironment(login, { PORT: '4001' })).toEqual({
    HOME: '/home/u',
    CLAUDE_CONFIG_DIR: '/c',
    CLAUDE_CODE_OAUTH_TOKEN: 't',
    CLAUDE_CODE_USE_BEDROCK: '1',
    ANTHROPIC_API_KEY: 'k',
    NO_PROXY: 'corp.example,localhost,127.0.0.1',
    no_proxy: '127.0.0.1,localhost',
    NVM_DIR: '/nvm',
    npm_config_registry: 'https://registry.example',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    XDG_CONFIG_HOME: '/xdg',
    PORT: '4001',
  });
});

describe('the login shell', () => {
  /** A shell whose start file is the given text. */
  const shellWith = (startFile: string) =>
    program(join(folder, 'sh'), `#!/bin/sh\n${startFile}\nshift\neval "$1"\n`);

  test('tells its environment past everything its start files print', async () => {
    const shell = shellWith('echo hello; export FROM_RC="two\nlines"; PATH="/from/rc:$PATH"');
    const { env, source } = await createLoginProbe({ shell }).read();
    expect(source).toBe('login');
    expect(env['FROM_RC']).toBe('two\nlines');
    expect(env['PATH']).toMatch(/^\/from\/rc:/);
  });

  test('whose env knows no -0 tells it by lines', async () => {
    const shell = program(
      join(folder, 'sh'),
      `#!/bin/sh\nexport FROM_RC="two\nlines"\nshift\neval "$(echo "$1" | sed 's,/usr/bin/env -0,false,')"\n`,
    );
    const { env, source } = await createLoginProbe({ shell }).read();
    expect([source, env['FROM_RC'], env['HOME']]).toEqual([
      'login',
      'two\nlines',
      process.env['HOME'],
    ]);
  });

  test('is not asked on Windows, where every program gets the whole environment', async () => {
    const shell = shellWith('export FROM_RC=1');
    const { env, source } = await createLoginProbe({ shell, platform: 'win32' }).read();
    expect([source, env['FROM_RC'], env['PATH']]).toEqual(['own', undefined, process.env['PATH']]);
  });

  test('that hangs as an interactive one is asked again as a plain one', async () => {
    const shell = shellWith('case "$1" in -ilc) sleep 300;; esac; export FROM_RC=1');
    const began = performance.now();
    const { env, source } = await createLoginProbe({ shell, patience: 500 }).read();
    expect([source, env['FROM_RC']]).toEqual(['login', '1']);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test('is let finish what it began, and a hanging one may take back what it holds', async () => {
    const lock = join(folder, 'lock');
    const left = join(folder, 'left');
    // As pyenv does: a lock that only its own trap removes, and work that goes on behind the prompt.
    const shell = shellWith(`(sleep 0.3; echo done > '${left}') &`);
    expect((await createLoginProbe({ shell, patience: 5_000 }).read()).source).toBe('login');
    await expect.poll(() => existsSync(left)).toBe(true);
    shellWith(
      `echo > '${lock}'; trap "rm '${lock}'; exit 1" TERM HUP; while :; do sleep 0.05; done`,
    );
    expect((await createLoginProbe({ shell, patience: 300 }).read()).source).toBe('own');
    await expect.poll(() => existsSync(lock)).toBe(false);
  });

  test('that never answers costs its patience, and is asked again the next time', async () => {
    const shell = shellWith('[ -e fixed ] || sleep 300');
    vi.stubEnv('OWN', 'yes');
    const probe = createLoginProbe({ shell, patience: 1500 });
    expect(await probe.read()).toMatchObject({ source: 'own', env: { OWN: 'yes' } });
    program(join(folder, 'sh'), '#!/bin/sh\nshift\neval "$1"\n');
    expect((await probe.read()).source).toBe('login');
  });

  test('that does not exist leaves our own environment', async () => {
    const { source } = await createLoginProbe({ shell: join(folder, 'none') }).read();
    expect(source).toBe('own');
  });
});

test('the shell of Windows is its own, not that of an emulation', () => {
  vi.stubEnv('SHELL', '/usr/bin/bash');
  vi.stubEnv('ComSpec', 'C:\\Windows\\system32\\cmd.exe');
  expect(userShell('linux')).toBe('/usr/bin/bash');
  expect(userShell('win32')).toBe('C:\\Windows\\system32\\cmd.exe');
});

describe('claude', () => {
  const login = () =>
    createLoginProbe({
      shell: program(
        join(folder, 'sh'),
        `#!/bin/sh\nexport PATH="${folder}/login"\nshift\neval "$1"\n`,
      ),
    });
  const fake = (path: string) => program(join(folder, path), '#!/bin/sh\n');

  beforeEach(() => {
    vi.stubEnv('HOME', folder);
    vi.stubEnv('PATH', '');
    vi.stubEnv('TRIBUTARY_CLAUDE', '');
  });

  test('is found by the setting, PATH, the login PATH and known places, in this order', async () => {
    const home = join(folder, 'home');
    fake('.local/bin/claude');
    expect(await findClaude(home, login())).toMatchObject({ from: 'known-place' });
    fake('login/claude');
    expect(await findClaude(home, login())).toMatchObject({ from: 'login-path' });
    fake('path/claude');
    vi.stubEnv('PATH', `relative:${folder}/path`);
    expect(await findClaude(home, login())).toMatchObject({ from: 'path' });
    fake('chosen');
    mkdirSync(home);
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ claudePath: '~/chosen' }));
    expect(await findClaude(home, login())).toEqual({
      path: join(folder, 'chosen'),
      from: 'setting',
    });
  });

  test('is found where npm was told to put programs', async () => {
    vi.stubEnv('npm_config_prefix', undefined);
    fake('global/bin/claude');
    writeFileSync(join(folder, '.npmrc'), `fund=false\nprefix = $\{HOME}/global\n`);
    const path = join(folder, 'global/bin/claude');
    expect(await findClaude(folder, login())).toEqual({ path, from: 'known-place' });
    writeFileSync(join(folder, '.npmrc'), 'prefix=~/elsewhere\n');
    await expect(findClaude(folder, login())).rejects.toMatchObject({ code: 'claude.notFound' });
  });

  test('that is nowhere is said with the ways out', async () => {
    const missing = findClaude(join(folder, 'home'), login());
    await expect(missing).rejects.toMatchObject({ code: 'claude.notFound', exit: 3 });
    await expect(missing).rejects.toHaveProperty(
      'remedy',
      expect.stringContaining('--worktrees-only'),
    );
    await expect(missing).rejects.toHaveProperty('remedy', expect.stringContaining('claudePath'));
  });

  describe('on Windows', () => {
    const nowhere: LoginProbe = { read: async () => ({ env: {}, source: 'own' }) };
    /** A Windows with these files. */
    const windows = (files: readonly string[], env: Record<string, string> = {}): Machine => ({
      platform: 'win32',
      env: {
        USERPROFILE: 'C:\\Users\\u',
        APPDATA: 'C:\\Users\\u\\AppData\\Roaming',
        PATHEXT: '.COM;.EXE;.BAT;.CMD;.VBS;.JS',
        ...env,
      },
      isProgram: (path) => files.includes(path),
    });

    test.each([
      ['D:\\bin\\claude.exe', { Path: 'relative;"D:\\bin";E:\\x' }, 'path'],
      ['D:\\npm\\claude.cmd', { PATH: 'D:\\npm' }, 'path'],
      ['C:\\Users\\u\\.local\\bin\\claude.exe', {}, 'known-place'],
      ['C:\\Users\\u\\AppData\\Roaming\\npm\\claude.cmd', {}, 'known-place'],
      ['D:\\tools\\claude.exe', { TRIBUTARY_CLAUDE: 'D:\\tools\\claude.exe' }, 'setting'],
    ])('%s is found', async (path, env, from) => {
      // npm's script for other shells lies beside its batch file.
      const machine = windows([path, path.replace(/\.\w+$/, '')], env);
      expect(await findClaude(folder, nowhere, machine)).toEqual({ path, from });
    });
  });

  test('that the setting misses is not looked for elsewhere', async () => {
    fake('path/claude');
    vi.stubEnv('PATH', `${folder}/path`);
    vi.stubEnv('TRIBUTARY_CLAUDE', join(folder, 'gone'));
    const wrong = findClaude(join(folder, 'home'), login());
    await expect(wrong).rejects.toMatchObject({ code: 'claude.settingWrong' });
  });
});
