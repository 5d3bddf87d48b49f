import { closeSync, writeSync } from 'node:fs';

/** The variable in which the launcher names the descriptor that it reads. */
const VARIABLE = 'TRIBUTARY_LAUNCH_FD';

/** What the launcher waits for: `shown` when the first window is, `handed over` when a running app took the project. */
export type LaunchWord = 'shown' | 'handed over';

/**
 * Tells the command that started this process what became of the start. Only the first word counts; without a launcher
 * (a dock, a packaged app, Windows) nothing happens.
 */
export function tellLauncher(word: LaunchWord): void {
  const text = process.env[VARIABLE] ?? '';
  delete process.env[VARIABLE];
  const descriptor = Number(text);
  // 0, 1 and 2 are never it: those would be closed for good.
  if (!Number.isInteger(descriptor) || descriptor < 3) return;
  try {
    writeSync(descriptor, `${word}\n`);
    closeSync(descriptor);
  } catch {
    // The launcher is gone: nobody waits for the word.
  }
}
