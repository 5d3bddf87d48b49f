import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';
import { NODE_VERSION, nodeToShip } from './package/node-binary.mjs';

// The tests of sessions and their host on the node that packages ship and Electron carries, whatever runs this.

const root = resolve(import.meta.dirname, '..');
const words = process.argv.slice(2);
const tests = words.length > 0 ? words : ['src/main/session-host', 'src/main/core/session'];

await buildIfStale();
const { binary } = nodeToShip();
console.log(`On node ${NODE_VERSION}: ${tests.join(' ')}`);
const { status } = spawnSync(
  binary,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...tests],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SKIP_BUILD: '1' },
  },
);
process.exitCode = status ?? 1;
