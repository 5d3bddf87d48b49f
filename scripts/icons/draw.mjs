import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from '../find-browser.mjs';
import { icnsFile, icoFile } from './files.mjs';
import { SMALL_UP_TO, sourcesHash } from './sources.mjs';

// Draws the icons of all systems from the two SVG files in resources/icons; `npm run icons` after changing one of those.

const folder = resolve(import.meta.dirname, '../../resources/icons');
const LINUX = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS = [16, 24, 32, 48, 64, 128, 256];
const MACOS = [32, 64, 128, 256, 512, 1024];
/** On macOS the drawn square has a margin, with which the Dock's icons line up: 824 of 1024 pixels. */
const MACOS_PART = 824 / 1024;

const { executablePath, env } = findBrowser();
const browser = await chromium.launch({ executablePath, env: { ...process.env, ...env } });
const page = await browser.newPage();

async function draw(size, part = 1) {
  const name = size <= SMALL_UP_TO ? 'tributary-small.svg' : 'tributary.svg';
  const svg = readFileSync(join(folder, name), 'utf8');
  const margin = ((1 - part) / 2) * size;
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}svg{position:absolute;left:${margin}px;top:${margin}px;width:${size * part}px}</style>${svg}`,
  );
  return page.screenshot({ omitBackground: true });
}

async function drawAll(sizes, part) {
  const images = new Map();
  for (const size of sizes) images.set(size, await draw(size, part));
  return images;
}

const linux = await drawAll(LINUX);
mkdirSync(join(folder, 'linux'), { recursive: true });
for (const [size, png] of linux) writeFileSync(join(folder, `linux/${size}x${size}.png`), png);
writeFileSync(join(folder, 'tributary.ico'), icoFile(await drawAll(WINDOWS)));
writeFileSync(join(folder, 'tributary.icns'), icnsFile(await drawAll(MACOS, MACOS_PART)));
writeFileSync(join(folder, 'drawn-from.txt'), `${sourcesHash(folder)}\n`);
await browser.close();
