import { spawn } from 'node:child_process';
import { hasDisplay } from './desktop/display.ts';

/** Opens a URL in the default browser if possible; otherwise does nothing, because the URL is printed. */
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
