import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readAsar } from '../asar.mjs';
import { readFuses, wantedFuses } from '../fuses.mjs';
import { desktopBinary, platformName } from '../layout.mjs';
import { shippedPackages } from '../notices.mjs';
import { expectThat } from './report.mjs';

const MB = 1_000_000;
/** Bytes of our own in a package, node not counted; and of the host with its node, packed by xz. */
const PAYLOAD_AT_MOST = 15 * MB;
const HOST_AT_MOST = 35 * MB;

const MUST_HAVE = [
  'LICENSES.chromium.html',
  'resources/LICENSE.txt',
  'resources/THIRD-PARTY-NOTICES.txt',
  'resources/apparmor-profile',
  'resources/host/host.json',
  'resources/host/tributary-host',
  'resources/host/out/main/session-host.js',
  'resources/host/out/main/screen-worker.js',
  'resources/host/out/main/fork-server.js',
  'resources/host/out/main/sim.js',
  'resources/cli/bin/tributary',
  'resources/cli/out/main/cli.js',
  'resources/cli/out/renderer/index.html',
];
const ARCHIVE_MUST_HAVE = [
  'package.json',
  'out/main/index.js',
  'out/main/contract-worker.js',
  'out/main/packaged.json',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];
const UNWANTED = /\.(map|pdb|ts|flow)$|node-addon-api|bundled-packages/;

/** Looks at an unpacked tree for Linux: its files, its archive, fuses, sizes and notices. */
export function checkTree(tree) {
  const files = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(tree, name)).isFile(),
  );
  const missing = MUST_HAVE.filter((name) => !files.includes(name));
  expectThat('files of the tree', missing.length === 0, missing.join(' ') || `${files.length}`);

  const archive = readAsar(join(tree, 'resources/app.asar'));
  const paths = archive.map(({ path }) => path);
  const lacking = ARCHIVE_MUST_HAVE.filter((name) => !paths.includes(name));
  expectThat('files of the archive', lacking.length === 0, lacking.join(' ') || `${paths.length}`);
  const own = paths.filter((path) => /^out\/main\/[^/]+\.js$/.test(path));
  expectThat('the archive has only what the desktop app starts', own.length === 2, own.join(' '));
  const unwanted = [...files, ...paths].filter((name) => UNWANTED.test(name));
  expectThat('no source maps, symbols or build files', unwanted.length === 0, unwanted.join(' '));

  const unpacked = archive.filter((file) => file.unpacked && file.path.endsWith('.node'));
  const packed = archive.filter((file) => !file.unpacked && file.path.endsWith('.node'));
  const beside = unpacked.every(({ path }) =>
    files.includes(`resources/app.asar.unpacked/${path}`),
  );
  expectThat(
    'addons lie beside the archive',
    unpacked.length === 1 && packed.length === 0 && beside,
    unpacked.map(({ path }) => path).join(' '),
  );
  const addons = files.filter((name) => name.includes('prebuilds/'));
  const foreign = addons.filter((name) => !name.includes(`prebuilds/${platformName}/`));
  expectThat(
    'addons of this platform alone',
    addons.length > 0 && foreign.length === 0,
    addons.join(' '),
  );

  const fuses = readFuses(readFileSync(join(tree, desktopBinary)));
  const wanted = wantedFuses(process.platform);
  const wrong = Object.keys(wanted).filter((name) => fuses[name] !== wanted[name]);
  expectThat('fuses', wrong.length === 0, wrong.join(' ') || 'as wanted, read back');

  checkSizes(tree, files);
  checkNotices(readFileSync(join(tree, 'resources/THIRD-PARTY-NOTICES.txt'), 'utf8'));
}

function checkSizes(tree, files) {
  const payload = files
    .filter((name) => name.startsWith('resources/') && name !== 'resources/host/tributary-host')
    .reduce((sum, name) => sum + statSync(join(tree, name)).size, 0);
  expectThat(
    'payload of at most 15 MB',
    payload <= PAYLOAD_AT_MOST,
    `${(payload / MB).toFixed(1)} MB`,
  );
  const resources = join(tree, 'resources');
  const { stdout } = spawnSync('sh', ['-c', 'tar -c host | xz -6 -T0 | wc -c'], { cwd: resources });
  const host = Number(stdout);
  const holds = host > 0 && host <= HOST_AT_MOST;
  expectThat('host of at most 35 MB packed', holds, `${(host / MB).toFixed(1)} MB`);
}

function checkNotices(text) {
  const without = [...shippedPackages(), 'Node.js'].filter((name) => !text.includes(`\n${name} `));
  const detail = without.join(' ') || `${shippedPackages().length + 1} parts`;
  expectThat('notices of all that is shipped', without.length === 0, detail);
}
