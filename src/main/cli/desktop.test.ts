import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BIN, Workspace } from '../../../e2e/support/workspace.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

let workspace: Workspace;
let repository: string;
let evidence: string;

beforeAll(async () => {
  workspace = await Workspace.create();
  repository = await workspace.repository('shop', { 'a.txt': 'a\n' });
  evidence = join(workspace.folder, 'evidence');
  opener(join(workspace.folder, 'no-browser'), 'exit 0');
});
afterAll(() => workspace.remove());
beforeEach(() => {
  rmSync(evidence, { recursive: true, force: true });
  mkdirSync(evidence);
  electron('echo shown >&3');
});

function program(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** Puts a program in the place of Electron's binary, which keeps what it gets. */
function electron(script: string): void {
  const mac = process.platform === 'darwin';
  const name = mac ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
  const keep = `printf '%s\\n' "$@" > '${evidence}/args'\nenv > '${evidence}/env'`;
  program(join(workspace.folder, 'dist', name), `${keep}\n${script}`);
}

/** What opens addresses in a browser, here and on macOS. */
function opener(folder: string, script: string): void {
  for (const name of ['xdg-open', 'open']) program(join(folder, name), script);
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Resolves when what was printed on standard output matches. */
  prints(pattern: RegExp): Promise<void>;
}

function start(cwd: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd,
    env: {
      ...workspace.env,
      DISPLAY: ':99',
      // No test opens a browser.
      PATH: `${join(workspace.folder, 'no-browser')}:${process.env['PATH']}`,
      ELECTRON_OVERRIDE_DIST_PATH: join(workspace.folder, 'dist'),
      ...env,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  return {
    child,
    ended: new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr }))),
    prints: (pattern) => expect.poll(() => stdout, { timeout: 20_000 }).toMatch(pattern),
  };
}

/** Runs to its end; ends it once its address is printed. */
async function inBrowser(cwd: string, words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const started = start(cwd, words, env);
  await started.prints(/http:/);
  started.child.kill('SIGTERM');
  return started.ended;
}

const args = () => readFileSync(join(evidence, 'args'), 'utf8').trim().split('\n');
const demos = () =>
  readdirSync(join(workspace.folder, 'tmp')).filter((name) => name.startsWith('tributary-demo-'));

describe('the desktop app is started', () => {
  test.each([
    [[], () => [ROOT, `--project=${repository}`]],
    [['.'], () => [ROOT, `--project=${repository}`]],
    [['--project', '.'], () => [ROOT, `--project=${repository}`]],
    [['plans/shop.plan.yaml'], () => [ROOT, `--project=${join(repository, 'plans')}`]],
  ])('by %j', async (words, expected) => {
    mkdirSync(join(repository, 'plans'), { recursive: true });
    writeFileSync(join(repository, 'plans/shop.plan.yaml'), 'version: 1\n');
    const { code, stdout } = await start(repository, words).ended;
    expect([code, stdout, args()]).toEqual([0, '', expected()]);
  });

  test('on the page of recent projects where there is no repository', async () => {
    await start(workspace.folder, []).ended;
    expect(args()).toEqual([ROOT]);
  });

  test.each([
    ['open', 'no-such-folder'],
    ['./no-such-folder'],
    ['serve', 'no-such-folder'],
    ['open', 'a.txt'],
  ])('not for what is no folder: %s', async (...words) => {
    const { code, stderr } = await start(repository, words).ended;
    expect(code).toBe(3);
    expect(stderr).toMatch(/does not exist|is not a folder/);
    expect(existsSync(join(evidence, 'args'))).toBe(false);
  });

  test('not where the folder of settings cannot be one', async () => {
    const home = join(repository, 'a.txt');
    const { code, stdout } = await start(repository, ['open', '.', '--json'], {
      TRIBUTARY_HOME: home,
    }).ended;
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'home.unusable', home } });
    expect(existsSync(join(evidence, 'args'))).toBe(false);
  });

  test('with one document, and its exit code', async () => {
    electron('echo noise; echo $$ > ../evidence/pid; echo shown >&3; exit 5');
    const { code, stdout } = await start(join(workspace.folder, 'user'), ['--json']).ended;
    const pid = Number(readFileSync(join(evidence, 'pid'), 'utf8'));
    expect([code, JSON.parse(stdout)]).toEqual([5, { url: null, pid }]);
  });

  test('or it runs already, which is said', async () => {
    electron('echo "handed over" >&3');
    const { code, stderr } = await start(repository, []).ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining('is already running')]);
  });

  test('without what npm, an editor and a desktop file added, and with proxies and certificates', async () => {
    const bin = join(ROOT, 'node_modules/.bin');
    await start(repository, [], {
      PATH: `${bin}:/x/@npmcli/run-script/lib/node-gyp-bin:${bin}:/usr/bin:/bin`,
      ELECTRON_RUN_AS_NODE: '',
      NODE_OPTIONS: '--no-warnings',
      npm_lifecycle_event: 'start',
      npm_config_registry: 'http://x/',
      INIT_CWD: '/',
      NODE: '/node',
      ELECTRON_ENABLE_LOGGING: '1',
      CHROME_DESKTOP: 'code.desktop',
      GIO_LAUNCHED_DESKTOP_FILE: '/x',
      HTTPS_PROXY: 'http://proxy:1',
      NODE_EXTRA_CA_CERTS: '/dev/null',
    }).ended;
    const env = readFileSync(join(evidence, 'env'), 'utf8');
    expect(env).not.toMatch(
      /^(?:(?:ELECTRON_(?!ENABLE)|npm_|CHROME_|GIO_)\w+|NODE_OPTIONS|INIT_CWD|NODE|COLOR)=/m,
    );
    expect(env).toContain('ELECTRON_ENABLE_LOGGING=1\n');
    expect(env).toContain('HTTPS_PROXY=http://proxy:1\n');
    expect(env).toContain('NODE_EXTRA_CA_CERTS=/dev/null\n');
    expect(env).toContain(`\nPATH=${bin}:/usr/bin:/bin\n`);
    expect(env).toContain('\nTRIBUTARY_LAUNCH_FD=3\n');
  });
});

describe('the browser takes over', () => {
  test.each([
    ['--web', ['--web'], {}, ''],
    ['TRIBUTARY_SKIP_ELECTRON', [], { TRIBUTARY_SKIP_ELECTRON: '1' }, 'TRIBUTARY_SKIP_ELECTRON'],
    [
      'no binary where one was promised',
      [],
      { ELECTRON_OVERRIDE_DIST_PATH: '/none' },
      'ELECTRON_OVERRIDE_DIST_PATH',
    ],
  ])('for %s', async (_name, words, env, why) => {
    const { code, stdout, stderr } = await inBrowser(repository, words, env);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Tributary: http:\S+\n$/)]);
    expect(stderr).toContain(why);
    expect(existsSync(join(evidence, 'args'))).toBe(false);
  });

  test('when the binary ends at once, with the reason and one document', async () => {
    electron('echo "No usable sandbox!" >&2; kill -TRAP $$');
    const { stdout, stderr } = await inBrowser(repository, ['--json']);
    expect(JSON.parse(stdout)).toEqual({
      url: expect.stringContaining('http:'),
      pid: expect.any(Number),
    });
    expect(stderr).toContain("does not let Electron's sandbox work");
    expect(stderr).toContain('Opening in the browser instead.');
  });
});

test('serve started from a desktop has the login environment: the browser is found by it', async () => {
  const home = join(workspace.folder, 'desk');
  opener(join(home, 'tools'), `echo "$1" > '${evidence}/opened'`);
  writeFileSync(join(home, '.profile'), 'PATH="$HOME/tools:$PATH"\n');
  const started = start(repository, ['serve'], {
    HOME: home,
    PATH: '/usr/bin:/bin',
    TERM: undefined,
  });
  await expect.poll(() => existsSync(join(evidence, 'opened')), { timeout: 20_000 }).toBe(true);
  started.child.kill('SIGTERM');
  const { stdout } = await started.ended;
  expect(stdout).toContain(readFileSync(join(evidence, 'opened'), 'utf8').trim());
});

test('doctor names a remedy for whatever is not there', async () => {
  const { stdout } = await start(repository, ['doctor', '--json'], {
    DISPLAY: '',
    ELECTRON_OVERRIDE_DIST_PATH: '/none',
    SHELL: '/none',
  }).ended;
  const checks: { id: string; state: string; remedy: string }[] = JSON.parse(stdout).checks;
  const bad = checks.filter(({ state }) => state !== 'ok');
  expect(bad.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['claude', 'login-shell', 'electron']),
  );
  expect(bad.filter(({ remedy }) => remedy.length < 10)).toEqual([]);
});

describe('the demo', () => {
  test('is a desktop app of its own, and is put away when that ends', async () => {
    electron(`ls "$(echo "$2" | cut -d= -f2)" > '${evidence}/ls'; echo shown >&3`);
    const { code } = await start(workspace.folder, ['demo']).ended;
    const [root, project, instance] = args();
    expect([code, root]).toEqual([0, ROOT]);
    expect(project).toMatch(/^--project=.*tributary-demo-\w+\/harbor-notes$/);
    expect(instance).toMatch(/^--instance=demo-\d+$/);
    expect(readFileSync(join(evidence, 'ls'), 'utf8')).toContain('plans');
    expect(demos()).toEqual([]);
  });

  test('is put away after a signal', async () => {
    electron('trap "exit 0" INT; echo shown >&3; while :; do sleep 0.05; done');
    const started = start(workspace.folder, ['demo', '--json']);
    await started.prints(/"pid"/);
    expect(demos()).toHaveLength(1);
    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(0);
    expect(demos()).toEqual([]);
  });

  test('goes on in the browser when the binary cannot be started', async () => {
    electron('exit 1');
    const started = start(workspace.folder, ['demo']);
    await started.prints(/http:/);
    expect(demos()).toHaveLength(1);
    // As from npm, which passes Ctrl-C on after the terminal sent it.
    for (const _echo of [1, 2]) started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(0);
    expect(demos()).toEqual([]);
  });

  test('is in the browser at once by --web', async () => {
    const { code } = await inBrowser(workspace.folder, ['demo', '--web']);
    expect([code, existsSync(join(evidence, 'args')), demos()]).toEqual([0, false, []]);
  });
});
