import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The package `electron` and where its binary belongs. */
export interface ElectronPlaces {
  /** The package of this installation in the version that the app is made for; null when it came without. */
  readonly own: string | null;
  /** Where the package is put for an installation that came without, or whose own is not ours to write to. */
  readonly inHome: string;
  /** The user's own build of Electron (`ELECTRON_OVERRIDE_DIST_PATH`), which goes before all others. */
  readonly override: string | null;
  /** The installed desktop app that this command line came with (`TRIBUTARY_DESKTOP`): it needs no Electron of ours. */
  readonly installed: string | null;
}

/** The places for this installation. Asks for files only: loading the package would download the binary. */
export function electronPlaces(options: {
  readonly home: string;
  readonly version: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
}): ElectronPlaces {
  return {
    own: ownPackage(options.version),
    inHome: join(options.home, 'electron-package', options.version, 'node_modules', 'electron'),
    override: options.env['ELECTRON_OVERRIDE_DIST_PATH'] || null,
    installed: options.env['TRIBUTARY_DESKTOP'] || null,
  };
}

function ownPackage(version: string): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve('electron/package.json');
    const found: unknown = JSON.parse(readFileSync(manifest, 'utf8')).version;
    // Another one may lie there as a dependency of somebody else's package.
    return found === version ? dirname(manifest) : null;
  } catch {
    // Not installed.
    return null;
  }
}

/** The binary that is there, or null. */
export function electronBinary(places: ElectronPlaces): string | null {
  if (places.installed !== null) return places.installed;
  if (places.override !== null) {
    const binary = join(places.override, binaryName(process.platform));
    return existsSync(binary) ? binary : null;
  }
  return (places.own && binaryOf(places.own)) ?? binaryOf(places.inHome);
}

/** The binary in a package; null before its download is complete, since `path.txt` is written last. */
export function binaryOf(folder: string): string | null {
  try {
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(binary) ? binary : null;
  } catch {
    // Not there, or its binary was never fetched.
    return null;
  }
}

/** The package whose binary a download would complete. */
export function packageToComplete(places: ElectronPlaces): string {
  return places.own !== null && isWritable(places.own) ? places.own : places.inHome;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    // Installed by an administrator, or on a disk that cannot be written.
    return false;
  }
}

function binaryName(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'electron.exe';
  return platform === 'darwin' ? join('Electron.app', 'Contents', 'MacOS', 'Electron') : 'electron';
}
