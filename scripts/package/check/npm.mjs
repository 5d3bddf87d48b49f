import { execFileSync, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { manifest, root } from '../layout.mjs';
import { expectThat } from './report.mjs';

const UNWANTED = /\.(map|ts)$|^(src|scripts|e2e|bench|docs)\//;

/** Packs the npm package, installs it in a folder of its own, and uses it in web mode: doctor, and the demo. */
export async function checkNpm() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-npm-')));
  const npm = (words, cwd) => execFileSync('npm', words, { cwd, encoding: 'utf8' });
  try {
    const words = ['pack', '--json', '--loglevel=error', '--pack-destination', folder];
    // What the script before packing prints comes first.
    const [packed] = JSON.parse(npm(words, root).replace(/^[^[]*/, ''));
    const unwanted = packed.files.map(({ path }) => path).filter((path) => UNWANTED.test(path));
    expectThat('the npm package has only the built app', unwanted.length === 0, unwanted.join(' '));

    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    const archive = join(folder, packed.filename);
    npm(
      ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', archive],
      folder,
    );
    const packages = readdirSync(join(folder, 'node_modules/.bin')).length;
    const size = (statSync(archive).size / 1e6).toFixed(1);
    expectThat(
      'it installs',
      packages > 0,
      `${size} MB packed, ${installedPackages(folder)} packages`,
    );
    await tryInstalled(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryInstalled(folder) {
  mkdirSync(join(folder, 'tmp'));
  const bin = join(folder, 'node_modules/.bin/tributary');
  const env = {
    PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    HOME: folder,
    TMPDIR: join(folder, 'tmp'),
    TRIBUTARY_HOME: join(folder, 'home'),
    TRIBUTARY_SKIP_ELECTRON: '1',
    SHELL: '/bin/sh',
  };
  const run = (...words) => execFileSync(bin, words, { env, cwd: folder, encoding: 'utf8' });
  expectThat('the installed one says its version', run('--version').trim() === manifest.version);
  const { checks } = JSON.parse(run('doctor', '--json'));
  expectThat(
    'its doctor finds git',
    checks.some(({ id, state }) => id === 'git' && state === 'ok'),
  );

  const demo = spawn(bin, ['demo', '--no-open', '--json'], { env, cwd: folder });
  const ended = new Promise((done) => demo.once('exit', done));
  const url = await new Promise((done, failed) => {
    demo.stdout.once('data', (text) => done(JSON.parse(text).url));
    ended.then((code) => failed(new Error(`the demo ended with ${code}`)));
  });
  const page = await fetch(url);
  expectThat('its demo serves the page', page.ok && (await page.text()).includes('<div id="root"'));
  demo.kill('SIGTERM');
  await ended;
  expectThat('its demo removes its folder', readdirSync(join(folder, 'tmp')).length === 0);
}

function installedPackages(folder) {
  return (
    execFileSync('npm', ['ls', '--all', '--parseable'], { cwd: folder, encoding: 'utf8' })
      .trim()
      .split('\n').length - 1
  );
}
