import { spawn } from 'node:child_process';
import { hasDisplay } from './desktop/display.ts';

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
  spawn(program, words, { stdio: 'ignore', detached: true, windowsHide: true })
    .on('error', () => undefined)
    .unref();
}
