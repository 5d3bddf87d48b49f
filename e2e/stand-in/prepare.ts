import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { findBrowser } from '../browser/find-browser.ts';

const here = import.meta.dirname;
const cache = resolve(here, '../../node_modules/.cache');
const SCRIPTS = ['gui.mjs', 'hooks.mjs', 'as-electron.mjs'];

/**
 * The path of a program that behaves as Electron's binary does: with windows, or as plain node when ELECTRON_RUN_AS_NODE
 * is there. Compiled once per state of its sources; it needs nothing of its environment.
 */
export async function prepareStandIn(): Promise<string> {
  const browser = await findBrowser();
  const target = join(cache, `stand-in-${fingerprint(JSON.stringify(browser))}`);
  const binary = join(target, 'dist/electron');
  if (existsSync(binary)) return binary;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(`${target}-`);
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: false,
      ssr: true,
      minify: false,
      rollupOptions: {
        input: { electron: join(here, 'electron/index.ts'), boot: join(here, 'electron/boot.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      },
    },
  });
  for (const name of SCRIPTS) await copyFile(join(here, name), join(folder, name));
  await writeFile(join(folder, 'browser.mjs'), `export default ${JSON.stringify(browser)};\n`);
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'dist/electron'), program(target));
  await chmod(join(folder, 'dist/electron'), 0o755);
  try {
    await rename(folder, target);
  } catch {
    // Another worker was faster: its copy is as good.
    await rm(folder, { recursive: true });
  }
  return binary;
}

function program(folder: string): string {
  const node = JSON.stringify(process.execPath);
  return `#!/bin/sh
if [ -n "\${ELECTRON_RUN_AS_NODE+x}" ]; then
  exec ${node} --import "${folder}/as-electron.mjs" "$@"
fi
exec ${node} "${folder}/gui.mjs" "$@"
`;
}

function fingerprint(more: string): string {
  const hash = createHash('sha256').update(more);
  for (const entry of readdirSync(here, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) hash.update(path).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}
