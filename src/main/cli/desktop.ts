import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** The Electron binary of this installation, or null. Asks for files only: loading the package would download it. */
export function electronBinary(): string | null {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(binary) ? binary : null;
  } catch {
    // Not installed, or its binary was never fetched.
    return null;
  }
}

export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** Why the desktop shell cannot run here, in one line; null when it can. */
export function whyNoDesktop(): string | null {
  if (electronBinary() === null)
    return "Electron's binary is not installed; starting in the browser.";
  return hasDisplay() ? null : 'There is no display; starting in the browser.';
}

/** Starts the desktop shell on a project. */
export function startDesktop(binary: string, path: string): ChildProcess {
  const main = resolve(import.meta.dirname, 'index.js');
  return spawn(binary, [main, path], { stdio: 'inherit' });
}

/** Opens an address in the person's browser where there is a way to; silence otherwise: the address is printed. */
export function openBrowser(url: string): void {
  if (!hasDisplay()) return;
  const [program, ...words] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['explorer', url]
        : ['xdg-open', url];
  if (!program) return;
  spawn(program, words, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
