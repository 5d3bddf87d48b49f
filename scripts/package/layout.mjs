import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Everything that packaging makes, and nothing else. */
const made = join(root, 'out/package');
/** Becomes `resources/host`: session host, sim and fork server with a node of their own. */
export const hostFolder = join(made, 'host');
/** Becomes `resources/cli`: command line and web mode. */
export const cliFolder = join(made, 'cli');
/** What goes into the app's archive beside the built files. */
export const desktopFolder = join(made, 'desktop');
export const noticesFile = join(made, 'THIRD-PARTY-NOTICES.txt');
/** Installers, packages and unpacked trees. */
export const releaseFolder = join(made, 'release');
export const placeholderFolder = join(made, 'placeholder-dist');

export const platformName = `${process.platform}-${process.arch}`;
/** The name of the node in the package, as process lists show it. */
export const hostBinary = process.platform === 'win32' ? 'tributary-host.exe' : 'tributary-host';
/** Beside the scripts of a package: says where its host is, from there. */
export const PACKAGED_NOTE = 'packaged.json';
/** On Linux; `tributary` is the command line. */
export const desktopBinary = 'tributary-desktop';

/** The built scripts of these entries with their chunks, as absolute paths. */
export function entryPaths(names) {
  return names.map((name) => join(root, 'out/main', `${name}.js`));
}
