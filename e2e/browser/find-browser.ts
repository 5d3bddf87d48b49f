import { existsSync } from 'node:fs';
import type { Browser } from './browser.ts';
import { unpackNpmChromium } from './npm-chromium.ts';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser for the tests: the one that `CHROMIUM` names, else an installed one, else the copy that comes with an npm
 * package (Linux on x64). Fails with the remedy when there is none: the tests never skip for want of a browser.
 */
export async function findBrowser(): Promise<Browser> {
  const named = process.env['CHROMIUM'];
  if (named) {
    if (existsSync(named)) return { executablePath: named, env: {} };
    throw new Error(`CHROMIUM names ${named}, which does not exist.`);
  }
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return { executablePath: installed, env: {} };
  const unpacked = await unpackNpmChromium();
  if (unpacked) return unpacked;
  throw new Error(
    'No browser for the e2e tests: install Chromium or Chrome, or set CHROMIUM to the path of one.',
  );
}
