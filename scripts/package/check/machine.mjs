import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../layout.mjs';
import { expectThat } from './report.mjs';

/** Installs the deb on a bare machine, uses it there in web mode, removes it. `command` is words parted by blanks. */
export function checkOnMachine(deb, command) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-machine-'));
  const git = (...words) => execFileSync('git', words, { cwd: folder, stdio: 'ignore' });
  try {
    cpSync(deb, join(folder, 'tributary.deb'));
    cpSync(join(root, 'resources/build/try-deb.sh'), join(folder, 'try-deb.sh'));
    git('init');
    git('add', '--all');
    git('-c', 'user.name=check', '-c', 'user.email=check@example.org', 'commit', '-m', 'A package');
    const [program, ...words] = command.split(/\s+/);
    const started = spawnSync(program, [...words, folder, '--', 'sh try-deb.sh'], {
      stdio: 'inherit',
    });
    expectThat('installed and used on a bare machine', started.status === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
