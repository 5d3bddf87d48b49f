import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { HostFiles } from './copy-host.ts';

/** Written by the build next to the scripts: the host's scripts with their chunks. */
const HOST_FILES = 'host-files.json';
const SCRIPTS = 'out/main';
const ADDON = 'node_modules/node-pty';
const HASH_LENGTH = 16;

/** Whether the build lists the scripts of the host. */
export function saysHostFiles(scripts: string): boolean {
  return existsSync(join(scripts, HOST_FILES));
}

/**
 * The host of a source or npm installation: its built scripts and the terminal addon, run by the app's node. Throws
 * when the build does not list them.
 */
export function builtHost(scripts: string): HostFiles {
  const list = join(scripts, HOST_FILES);
  const names = z.array(z.string()).parse(JSON.parse(readFileSync(list, 'utf8')));
  const addon = dirname(createRequire(list).resolve('node-pty/package.json'));
  const sources = new Map<string, string>([
    ...names.map((name): [string, string] => [`${SCRIPTS}/${name}`, join(scripts, name)]),
    ...addonFiles(addon).map((name): [string, string] => [`${ADDON}/${name}`, join(addon, name)]),
    // Marks the scripts as modules.
    ['package.json', join(scripts, '../../package.json')],
  ]);
  const files = [...sources].map(([path, source]) => describe(path, source));
  const hash = sha256(JSON.stringify(files)).slice(0, HASH_LENGTH);
  return {
    manifest: { hash, node: null, scripts: SCRIPTS, files },
    sourceOf: (path) => sources.get(path) ?? path,
  };
}

/** The files of node-pty that run: its scripts, and the addon for this system, prebuilt or compiled. */
function addonFiles(addon: string): string[] {
  const parts = ['lib', `prebuilds/${process.platform}-${process.arch}`, 'build/Release'];
  const files = parts.flatMap((part) => filesUnder(addon, part));
  return [
    'package.json',
    ...files.filter((name) => !/\.(map|pdb|test\.js)$|obj\.target/.test(name)),
  ];
}

function filesUnder(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => statSync(join(root, name)).isFile());
}

function describe(path: string, source: string) {
  const bytes = readFileSync(source);
  return {
    path,
    size: bytes.length,
    sha256: sha256(bytes),
    executable: path.endsWith('/spawn-helper'),
  };
}

function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
