import { execFile, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hostBinary, manifest } from '../layout.mjs';
import { childOf, hostManifest, isAlive } from './processes.mjs';
import { eventually, expectThat } from './report.mjs';
import { openTerminal } from './terminal.mjs';

const run = promisify(execFile);
const PLAN = `version: 1
feature: shop
base: main
agents:
  shell: { role: data, runs: { command: "read word; echo answer-$((40+2))-$word; sleep 300" } }
  demo: { role: designer, runs: sim, sim: plans/sim.yaml }
syncs:
  one: { merges: [shell, demo] }
`;
const SIM = `steps:
  - say: working
  - sleep: 300000
`;

async function makeRepository(repository, env) {
  mkdirSync(join(repository, 'plans'), { recursive: true });
  writeFileSync(join(repository, 'plans/shop.plan.yaml'), PLAN);
  writeFileSync(join(repository, 'plans/sim.yaml'), SIM);
  const git = (...words) => run('git', words, { cwd: repository, env });
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'user.name', 'Somebody');
  await git('config', 'user.email', 'somebody@example.org');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'A plan');
}

/** Opens a project as from a terminal on a desktop until the browser takes over; gives what was said until then. */
async function openOnDisplay(bin, { env, repository }) {
  const display = { ...env, DISPLAY: ':99', BROWSER: 'true' };
  const child = spawn(bin, ['open', '--json'], { env: display, cwd: repository });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const ended = new Promise((done) => child.once('exit', done));
  await Promise.race([new Promise((done) => child.stdout.once('data', done)), ended]);
  child.kill('SIGTERM');
  await ended;
  return said;
}

/**
 * Uses a package as a person would, from a folder of its own: the command line, web mode, sessions in the staged host. Then
 * takes the package away, as an update does, while the sessions go on.
 */
export async function checkRun(tree) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-package-')));
  const home = join(folder, 'home');
  const repository = join(folder, 'shop');
  const installed = join(folder, 'installed');
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: folder,
    TRIBUTARY_HOME: home,
    SHELL: '/bin/sh',
    TMPDIR: folder,
  };
  const bin = join(installed, 'resources/cli/bin/tributary');
  const tributary = async (...words) =>
    JSON.parse((await run(bin, [...words, '--json'], { env, cwd: repository })).stdout);
  let host = null;
  let server = null;
  renameSync(tree, installed);
  try {
    const { stdout: version } = await run(bin, ['--version'], { env });
    expectThat('says its version', version.trim() === manifest.version, version.trim());
    await makeRepository(repository, env);
    const { checks } = await tributary('doctor');
    expectThat(
      'doctor finds git',
      checks.some(({ id, state }) => id === 'git' && state === 'ok'),
    );

    const { hash } = await tributary('trust');
    await tributary('trust', '--accept', hash);
    await tributary('start', 'shell', 'demo');
    const { agents } = await tributary('status');
    host = hostManifest(home).pid;
    const [copy] = readdirSync(join(home, 'host'));
    const program = join(home, 'host', copy, hostBinary);
    expectThat(
      'the session host runs from its copy',
      readlinkSync(`/proc/${host}/exe`) === program,
      program,
    );
    expectThat('sessions started', agents.length === 2);
    const sim = await eventually('the demo agent runs', () => childOf(host, 'sim.js'));
    expectThat('the demo agent runs from the copy', readlinkSync(`/proc/${sim}/exe`) === program);

    server = spawn(bin, ['serve', '--no-open', '--json'], { env, cwd: repository });
    const url = await new Promise((done) => {
      server.stdout.once('data', (text) => done(JSON.parse(text).url));
    });
    const page = await fetch(url);
    expectThat(
      'web mode serves the page',
      page.ok && (await page.text()).includes('<div id="root"'),
    );
    server.kill('SIGTERM');
    await new Promise((done) => server.once('exit', done));

    const opened = await openOnDisplay(bin, { env, repository });
    expectThat(
      'the command starts the installed app on the project, and the browser when it ends at once',
      opened.includes(`placeholder for Electron: --project=${repository}\n`),
    );

    renameSync(installed, tree);
    const terminal = await openTerminal(home, 'shell');
    terminal.type('hello\r');
    await eventually('the session answers', () => terminal.text().includes('answer-42-hello'));
    expectThat('sessions go on without the package', isAlive(sim));
    terminal.close();
  } finally {
    if (existsSync(installed)) renameSync(installed, tree);
    server?.kill('SIGTERM');
    if (host) process.kill(host, 'SIGTERM');
    if (host) await eventually('the host ends', () => !isAlive(host));
    rmSync(folder, { recursive: true, force: true });
  }
}
