import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';
import { toolScript } from './tool.mjs';

// All end-to-end specs that do not need the web shell, in the desktop app over the stand-in for Electron.
await buildIfStale();
const { status } = spawnSync(
  process.execPath,
  [
    toolScript('@playwright/test', 'playwright'),
    ...['test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)],
  ],
  {
    cwd: resolve(import.meta.dirname, '..'),
    stdio: 'inherit',
    env: { ...process.env, TRIBUTARY_E2E_SHELL: 'desktop' },
  },
);
process.exit(status ?? 1);
