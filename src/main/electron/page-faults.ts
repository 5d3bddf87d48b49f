import { type BrowserWindow, dialog } from 'electron';
import { log } from '../core/log.ts';
import type { AppWindow, AppWindows } from './app-windows.ts';

/** Milliseconds within which a second crash is not simply reloaded. */
const AGAIN = 60_000;
/** Chromium's error code for a load aborted by another load. */
const ABORTED = -3;

/**
 * Keeps the page of a window alive: reloads a crashed or hanging page, whose terminals come back from the session host;
 * after a second crash soon after, asks the person.
 */
export function watchPage(windows: AppWindows, opened: AppWindow): void {
  const { window } = opened;
  const contents = window.webContents;
  let last = Number.NEGATIVE_INFINITY;
  /** Message for the page once it is back. */
  let owed: string | null = null;

  const stopped = (what: string, detail: unknown) => {
    const incident = log.incident(what, detail);
    const soon = Date.now() - last < AGAIN;
    last = Date.now();
    if (soon) {
      askToReload(window, STOPPED, `It stopped twice within a minute (incident ${incident}).`);
      return;
    }
    owed = incident;
    contents.reload();
  };

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    stopped('page', `The process of the page is gone: ${reason}, exit code ${exitCode}`);
  });
  // Chromium reports this after about half a minute.
  contents.on('unresponsive', () => contents.forcefullyCrashRenderer());
  contents.on('did-finish-load', () => {
    if (!owed) return;
    const title = 'The page had stopped and was loaded again';
    windows.tell(opened, {
      kind: 'trouble',
      title,
      detail: `Sessions were not affected. Incident ${owed}.`,
    });
    owed = null;
  });
  contents.on('preload-error', (_event, path, error) => {
    failed(window, log.incident(`preload ${path}`, error));
  });
  contents.on('did-fail-load', (_event, code, ...[words, , isMainFrame]) => {
    if (isMainFrame && code !== ABORTED)
      failed(window, log.incident('loading the page', `${words} (${code})`));
  });
}

const STOPPED = 'The page of this window has stopped.';

/** The page cannot be shown at all. */
function failed(window: BrowserWindow, incident: string): void {
  askToReload(window, 'The page of this window could not be loaded.', `Incident ${incident}.`);
}

function askToReload(window: BrowserWindow, message: string, detail: string): void {
  dialog
    .showMessageBox(window, {
      type: 'error',
      message,
      detail: `${detail} Sessions keep running in the background.`,
      buttons: ['Load again', 'Close the window'],
      defaultId: 0,
      cancelId: 0,
    })
    .then(({ response }) => {
      if (window.isDestroyed()) return;
      if (response === 0) window.webContents.reload();
      else window.destroy();
    })
    .catch((thrown: unknown) => log.error('a question could not be shown', thrown));
}
