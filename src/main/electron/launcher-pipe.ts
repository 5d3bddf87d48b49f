import { closeSync, writeSync } from 'node:fs';

/** Variable with the file descriptor that the launcher reads. */
const VARIABLE = 'TRIBUTARY_LAUNCH_FD';

/** `shown` when the first window is, `handed over` when a running app opened the project. */
export type LaunchWord = 'shown' | 'handed over';

/**
 * Reports the result of the start to the command that started this process. Only the first report counts; without a
 * launcher (a dock, a packaged app, Windows) nothing happens.
 */
export function tellLauncher(word: LaunchWord): void {
  const text = process.env[VARIABLE] ?? '';
  delete process.env[VARIABLE];
  const descriptor = Number(text);
  // Never close stdin, stdout or stderr.
  if (!Number.isInteger(descriptor) || descriptor < 3) return;
  try {
    writeSync(descriptor, `${word}\n`);
    closeSync(descriptor);
  } catch {
    // The launcher has exited.
  }
}
