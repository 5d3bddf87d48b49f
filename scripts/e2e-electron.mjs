import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';

// The end-to-end specs in the desktop shell. Needs Electron's binary, which comes from outside of the npm registry.
const folder = resolve(import.meta.dirname, '../node_modules/electron');
const named = join(folder, 'path.txt');
const binary = existsSync(named) ? join(folder, 'dist', readFileSync(named, 'utf8').trim()) : null;
if (!binary || !existsSync(binary)) {
  console.error(
    'Electron\'s binary is not installed: run "node node_modules/electron/install.js" where github.com can be reached.\nWithout it, e2e/desktop-shell.spec.ts proves the built shell against a stand-in (part of npm test).',
  );
  process.exit(3);
}
await buildIfStale();
const { status } = spawnSync(
  resolve(import.meta.dirname, '../node_modules/.bin/playwright'),
  [
    'test',
    '--config',
    'e2e/playwright.config.ts',
    '--grep-invert',
    'web shell|stand-in|desktop shell',
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', env: { ...process.env, TRIBUTARY_ELECTRON: binary } },
);
process.exit(status ?? 1);
