import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED_PACKAGES } from './bundled-packages.mjs';
import { copyPackage, copyScripts } from './copy.mjs';
import { CLI_ENTRIES, HOST_ENTRIES } from './entries.mjs';
import {
  cliFolder,
  desktopFolder,
  hostBinary,
  hostFolder,
  manifest,
  PACKAGED_NOTE,
  root,
} from './layout.mjs';
import { copyNode, nodeToShip } from './node-binary.mjs';
import { writeHostManifest } from './write-host-manifest.mjs';

function startFolder(folder, name) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const about = { name, version: manifest.version, type: 'module', private: true };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(about)}\n`);
}

/** `resources/app.asar/out/main` and `resources/cli/out/main` are equally deep. */
function writePackagedNote(folder) {
  writeFileSync(join(folder, PACKAGED_NOTE), `${JSON.stringify({ host: '../../../host' })}\n`);
}

/** Makes what goes into the archive beside the built files. */
export function buildDesktop() {
  mkdirSync(desktopFolder, { recursive: true });
  writePackagedNote(desktopFolder);
}

/** Makes `resources/host`: what the app copies to the settings' folder and starts sessions from. */
export function buildHost() {
  startFolder(hostFolder, 'tributary-host');
  copyScripts(HOST_ENTRIES, hostFolder);
  copyPackage('node-pty', hostFolder);
  copyNode(nodeToShip().binary, join(hostFolder, hostBinary));
  chmodSync(join(hostFolder, hostBinary), 0o755);
  const signed = process.platform !== 'linux';
  return writeHostManifest(hostFolder, { node: hostBinary, scripts: 'out/main', signed });
}

/** Makes `resources/cli`: the command line and web mode, run by the host's node. */
export function buildCli() {
  startFolder(cliFolder, 'tributary-cli');
  copyScripts(CLI_ENTRIES, cliFolder);
  copyPackage('@parcel/watcher', cliFolder);
  cpSync(join(root, 'out/renderer'), join(cliFolder, 'out/renderer'), {
    recursive: true,
    filter: (path) => !path.endsWith(BUNDLED_PACKAGES),
  });
  cpSync(join(root, 'resources/demo'), join(cliFolder, 'resources/demo'), { recursive: true });
  writePackagedNote(join(cliFolder, 'out/main'));
  const name = process.platform === 'win32' ? 'tributary.cmd' : 'tributary';
  for (const file of ['tributary.mjs', name]) {
    mkdirSync(join(cliFolder, 'bin'), { recursive: true });
    cpSync(join(root, 'resources/build/cli', file), join(cliFolder, 'bin', file));
    chmodSync(join(cliFolder, 'bin', file), 0o755);
  }
}
