import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const outputs = ['out/main/cli.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

function newest(path) {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds everything when an output is missing or older than the newest source. Throws when the build fails. */
export async function buildIfStale() {
  const source = Math.max(
    ...['src', 'package-lock.json', 'electron.vite.config.ts'].map((path) =>
      newest(join(root, path)),
    ),
  );
  const built = Math.min(...outputs.map((path) => newest(join(root, path))));
  if (built > source) return;
  const cli = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const result = spawnSync(process.execPath, [cli, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (result.status !== 0) throw new Error('The build failed: see the messages above.');
}
