import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildCli, buildDesktop, buildHost } from './build-parts.mjs';
import { noticesFile, releaseFolder, root } from './layout.mjs';
import { nodeToShip } from './node-binary.mjs';
import { writeNotices } from './notices.mjs';

/** Not a dependency: it brings some 240 packages that only packaging needs. */
const BUILDER = 'electron-builder@26.17.0';

/** Makes everything that goes beside the app's archive from the built app. */
export function makeParts() {
  rmSync(releaseFolder, { recursive: true, force: true });
  writeNotices(noticesFile, { node: nodeToShip().license });
  buildDesktop();
  buildCli();
  return buildHost();
}

/** Runs electron-builder for this system; `words` name what to make, all targets without. Throws when it fails. */
export function runBuilder(words, env = {}) {
  const config = join(root, 'scripts/package/builder.config.mjs');
  const windows = process.platform === 'win32';
  const { status } = spawnSync(
    windows ? 'npx.cmd' : 'npx',
    ['--yes', BUILDER, '--config', config, '--publish', 'never', ...words],
    { cwd: root, stdio: 'inherit', shell: windows, env: { ...process.env, ...env } },
  );
  if (status !== 0) throw new Error(`electron-builder ended with ${status}`);
}
