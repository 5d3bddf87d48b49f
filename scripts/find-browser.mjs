import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** The browser for pictures: what `CHROMIUM` names, an installed one, or the copy that the end-to-end tests unpacked. */
export function findBrowser() {
  const named = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  if (named) return { executablePath: named, env: {} };
  const cache = join(root, 'node_modules/.cache');
  const unpacked = existsSync(cache)
    ? readdirSync(cache).find((name) => existsSync(join(cache, name, 'chromium')))
    : undefined;
  if (!unpacked) {
    throw new Error('No browser: install Chromium, set CHROMIUM, or run `npm run e2e` once.');
  }
  const folder = join(cache, unpacked);
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}
