import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { HostFiles } from './copy-host.ts';

/** Written by the build beside the scripts: those of the host with their chunks. */
const HOST_FILES = 'host-files.json';
const SCRIPTS = 'out/main';
const ADDON = 'node_modules/node-pty';
const HASH_LENGTH = 16;

/** Whether a build says which scripts belong to the host. */
export function saysHostFiles(scripts: string): boolean {
  return existsSync(join(scripts, HOST_FILES));
}

/**
 * The host of an installation from sources or from npm: its built scripts and the addon for terminals, to be run by the node
 * that runs the app. Throws for a build that does not say which scripts these are.
 */
export function builtHost(scripts: string): HostFiles {
  const list = join(scripts, HOST_FILES);
  const names = z.array(z.string()).parse(JSON.parse(readFileSync(list, 'utf8')));
  const addon = dirname(createRequire(list).resolve('node-pty/package.json'));
  const sources = new Map<string, string>([
    ...names.map((name): [string, string] => [`${SCRIPTS}/${name}`, join(scripts, name)]),
    ...addonFiles(addon).map((name): [string, string] => [`${ADDON}/${name}`, join(addon, name)]),
    // Says that the scripts are modules.
    ['package.json', join(scripts, '../../package.json')],
  ]);
  const files = [...sources].map(([path, source]) => describe(path, source));
  const hash = sha256(JSON.stringify(files)).slice(0, HASH_LENGTH);
  return {
    manifest: { hash, node: null, scripts: SCRIPTS, files },
    sourceOf: (path) => sources.get(path) ?? path,
  };
}

/** What runs of node-pty: its scripts, and the addon for this system, whether it came with it or was compiled here. */
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
