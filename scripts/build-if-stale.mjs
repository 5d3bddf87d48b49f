import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const outputs = ['out/main/cli.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

function newest(path) {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/**
 * Builds everything when an output is missing or older than the newest source, and says so before. Throws when the build
 * fails; ends the process when there is nothing to build with.
 */
export async function buildIfStale(say = () => {}) {
  const source = Math.max(
    ...['src', 'package-lock.json', 'electron.vite.config.ts'].map((path) =>
      newest(join(root, path)),
    ),
  );
  const built = Math.min(...outputs.map((path) => newest(join(root, path))));
  if (built > source) return;
  const cli = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  if (!existsSync(cli)) {
    console.error('The dependencies are not installed. Run "npm ci" first.');
    process.exit(3);
  }
  say('Building Tributary...');
  const result = spawnSync(process.execPath, [cli, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (result.status !== 0) throw new Error('The build failed: see the messages above.');
}
