import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { toolScript } from './tool.mjs';

const full = process.argv.includes('--full');
const root = resolve(import.meta.dirname, '..');
const env = { ...process.env, ...(full ? { TRIBUTARY_FULL: '1' } : {}) };

/** One part after the other: on two cores, side by side they would only slow each other down. */
function part(name, script, args) {
  const started = Date.now();
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  console.log(
    `== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`,
  );
  if (status !== 0) process.exit(status ?? 1);
}

console.log(
  full
    ? 'Full counts.'
    : 'Reduced counts with fixed seeds; "npm run test:full" runs the full ones.',
);
part('check', 'scripts/check.mjs', []);
part('build', toolScript('electron-vite'), ['build', '--logLevel', 'warn']);
part('unit tests', toolScript('vitest'), ['run']);
part('e2e', toolScript('@playwright/test', 'playwright'), [
  'test',
  '--config',
  'e2e/playwright.config.ts',
]);
if (full) part("host tests on Electron's node", 'scripts/test-electron-node.mjs', []);
