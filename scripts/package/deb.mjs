import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { desktopFile } from './desktop-entry.mjs';
import { desktopBinary, manifest, noticesFile, releaseFolder, root } from './layout.mjs';

const FOLDER = '/opt/Tributary';
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' };
/** What Electron's binary is linked to and its libraries do not bring along, and git. */
const DEPENDS = [
  'git',
  'libgtk-3-0t64 | libgtk-3-0',
  'libasound2t64 | libasound2',
  'libatspi2.0-0t64 | libatspi2.0-0',
  'libgbm1',
  'libnotify4',
  'libnss3',
  'xdg-utils',
];

/** Makes the Debian package of an unpacked tree and gives its path. The scripts in it are those of the rpm. */
export function makeDeb(tree) {
  const arch = ARCHITECTURES[process.arch];
  const work = mkdtempSync(join(tmpdir(), 'tributary-deb-'));
  const place = (path) => {
    mkdirSync(join(work, path), { recursive: true });
    return join(work, path);
  };
  try {
    cpSync(tree, place(FOLDER), { recursive: true });
    const name = `${desktopBinary}.desktop`;
    writeFileSync(join(place('/usr/share/applications'), name), desktopFile(FOLDER));
    for (const icon of readdirSync(join(root, 'resources/icons/linux'))) {
      const folder = place(`/usr/share/icons/hicolor/${icon.replace('.png', '')}/apps`);
      cpSync(join(root, 'resources/icons/linux', icon), join(folder, `${desktopBinary}.png`));
    }
    const docs = place('/usr/share/doc/tributary');
    const licence = readFileSync(join(root, 'LICENSE'), 'utf8');
    writeFileSync(join(docs, 'copyright'), `${licence}\n\n${readFileSync(noticesFile, 'utf8')}`);
    const size = kilobytes(work);
    const control = place('/DEBIAN');
    writeFileSync(join(control, 'control'), controlFile(arch, size));
    for (const [script, source] of [
      ['postinst', 'after-install.sh'],
      ['postrm', 'after-remove.sh'],
    ]) {
      const text = readFileSync(join(root, 'resources/build', source));
      writeFileSync(join(control, script), text, { mode: 0o755 });
    }
    const target = join(releaseFolder, `tributary_${manifest.version}_${arch}.deb`);
    execFileSync('chmod', ['-R', 'u=rwX,go=rX', work]);
    execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', work, target]);
    return target;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function controlFile(arch, size) {
  const { author, homepage, description } = manifest;
  const fields = {
    Package: 'tributary',
    Version: manifest.version,
    Architecture: arch,
    Maintainer: `${author.name} <${author.email}>`,
    'Installed-Size': size,
    Depends: DEPENDS.join(', '),
    Section: 'devel',
    Priority: 'optional',
    Homepage: homepage,
    Description: `build one feature with several agents at once\n ${description}`,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return `${lines.join('\n')}\n`;
}

function kilobytes(folder) {
  const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => {
    const info = statSync(join(folder, name));
    return info.isFile() ? Math.ceil(info.size / 1024) : 1;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
