import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where the package `electron` and its binary are found. */
export interface ElectronPlaces {
  /** The package in this installation, in the required version; null when it is missing. */
  readonly own: string | null;
  /** Where the package is installed otherwise, or when the installation is not writable. */
  readonly inHome: string;
  /** The user's own build of Electron (`ELECTRON_OVERRIDE_DIST_PATH`), which has priority. */
  readonly override: string | null;
  /** The installed desktop app that provides this command (`TRIBUTARY_DESKTOP`) and needs no separate Electron. */
  readonly installed: string | null;
}

/** The locations for this installation. Only looks for files: loading the package would download the binary. */
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
    // Another version may be present as a dependency of another package.
    return found === version ? dirname(manifest) : null;
  } catch {
    // Not installed.
    return null;
  }
}

/** The existing binary, or null. */
export function electronBinary(places: ElectronPlaces): string | null {
  if (places.installed !== null) return places.installed;
  if (places.override !== null) {
    const binary = join(places.override, binaryName(process.platform));
    return existsSync(binary) ? binary : null;
  }
  return (places.own && binaryOf(places.own)) ?? binaryOf(places.inHome);
}

/** The binary in a package; null until its download is complete, because `path.txt` is written last. */
export function binaryOf(folder: string): string | null {
  try {
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(binary) ? binary : null;
  } catch {
    // Missing, or its binary was never downloaded.
    return null;
  }
}

/** The package for which a download would fetch the binary. */
export function packageToComplete(places: ElectronPlaces): string {
  return places.own !== null && isWritable(places.own) ? places.own : places.inHome;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    // Installed by an administrator, or on a read-only disk.
    return false;
  }
}

function binaryName(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'electron.exe';
  return platform === 'darwin' ? join('Electron.app', 'Contents', 'MacOS', 'Electron') : 'electron';
}
