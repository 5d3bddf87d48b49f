import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { expectThat } from './report.mjs';

const MUST_HAVE = [
  './opt/Tributary/tributary-desktop',
  './opt/Tributary/chrome-sandbox',
  './opt/Tributary/resources/app.asar',
  './opt/Tributary/resources/apparmor-profile',
  './opt/Tributary/resources/host/tributary-host',
  './opt/Tributary/resources/cli/bin/tributary',
  './usr/share/applications/tributary-desktop.desktop',
  './usr/share/icons/hicolor/256x256/apps/tributary-desktop.png',
  './usr/share/doc/tributary/copyright',
];

/** Looks into a Debian package: files, owner, fields, scripts and the desktop file. */
export function checkDeb(path) {
  const run = (...words) => execFileSync('dpkg-deb', words, { encoding: 'utf8', maxBuffer: 1e8 });
  const lines = run('--contents', path).trim().split('\n');
  const names = lines.map((line) => line.split(/\s+/)[5]);
  const missing = MUST_HAVE.filter((name) => !names.includes(name));
  expectThat(
    'files of the deb',
    missing.length === 0,
    missing.join(' ') || `${names.length} entries`,
  );
  const owners = new Set(lines.map((line) => line.split(/\s+/)[1]));
  expectThat(
    'all of it is owned by root',
    [...owners].join() === 'root/root',
    [...owners].join(' '),
  );
  const fields = run('--field', path, 'Package', 'Version', 'Depends', 'Homepage');
  expectThat('fields of the deb', /^Package: tributary$/m.test(fields) && /\bgit\b/.test(fields));
  const scripts = run('--info', path, 'postinst') + run('--info', path, 'postrm');
  expectThat(
    'its scripts take care of the sandbox',
    /chrome-sandbox/.test(scripts) && /apparmor_parser/.test(scripts),
  );
  const desktop = execFileSync(
    'sh',
    [
      '-c',
      'dpkg-deb --fsys-tarfile "$0" | tar -xO ./usr/share/applications/tributary-desktop.desktop',
      path,
    ],
    { encoding: 'utf8' },
  );
  const opens = desktop.includes('MimeType=x-scheme-handler/tributary;inode/directory;');
  expectThat('links and folders open in the app', opens && /^Exec=\S+ %U$/m.test(desktop));
  console.log(`    ${path}: ${(statSync(path).size / 1e6).toFixed(1)} MB without Electron`);
}
