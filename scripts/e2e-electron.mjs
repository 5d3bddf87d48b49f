import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';
import { toolScript } from './tool.mjs';

// The end-to-end specs in the real desktop app. Electron's binary comes from outside of the npm registry;
// TRIBUTARY_ELECTRON names another one.
const binary = process.env.TRIBUTARY_ELECTRON ?? installedBinary();
if (!binary || !existsSync(binary)) {
  console.error(
    'Electron\'s binary is not installed: run "node node_modules/electron/install.js" where github.com can be reached.\nWithout it, "npm run e2e:desktop" runs the same specs through a stand-in.',
  );
  process.exit(3);
}
await buildIfStale();
const { status } = spawnSync(
  process.execPath,
  [
    toolScript('@playwright/test', 'playwright'),
    'test',
    '--config',
    'e2e/playwright.config.ts',
    // What only the stand-in can show: what was asked of the system, faults on demand.
    '--grep-invert',
    '@stand-in',
    ...process.argv.slice(2),
  ],
  {
    cwd: resolve(import.meta.dirname, '..'),
    stdio: 'inherit',
    env: { ...process.env, TRIBUTARY_ELECTRON: resolve(binary), TRIBUTARY_E2E_SHELL: 'desktop' },
  },
);
process.exit(status ?? 1);

function installedBinary() {
  const folder = resolve(import.meta.dirname, '../node_modules/electron');
  const named = join(folder, 'path.txt');
  return existsSync(named) ? join(folder, 'dist', readFileSync(named, 'utf8').trim()) : null;
}
