import { dialog, app as electron } from 'electron';
import { log } from '../core/log.ts';
import type { AppWindows } from './app-windows.ts';

/** Logs errors of the main process under an incident id and reports them; the app and its sessions continue. */
export function watchProcesses(windows: AppWindows): void {
  let asking = false;
  const say = (title: string, incident: string) => {
    const front = windows.front();
    if (front) windows.tell(front, { kind: 'trouble', title, detail: `Incident ${incident}.` });
  };

  // The terminal that started the app may be gone, with its pipes: ignore write errors.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('uncaughtException', (thrown) => {
    const incident = log.incident('the main process', thrown);
    // One dialog at a time; later errors are in the log.
    if (asking || !electron.isReady()) return;
    asking = true;
    const restart = 0;
    dialog
      .showMessageBox({
        type: 'error',
        message: 'Something went wrong in Tributary.',
        detail: `${thrown.message}\n\nIncident ${incident}. Sessions keep running. Starting again is safe.`,
        buttons: ['Start again', 'Go on'],
        defaultId: restart,
        cancelId: 1,
      })
      .then(({ response }) => {
        asking = false;
        if (response !== restart) return;
        electron.relaunch();
        electron.quit();
      })
      .catch((failure: unknown) => log.error('a question could not be shown', failure));
  });
  process.on('unhandledRejection', (reason) => {
    say('Something went wrong', log.incident('a promise nobody waited for', reason));
  });
  electron.on('child-process-gone', (_event, details) => {
    const { type, reason, exitCode, name } = details;
    if (reason === 'clean-exit' || reason === 'killed') return;
    const what = type === 'GPU' ? 'The graphics process' : `A process of the app (${name ?? type})`;
    const detail = `${type} ${name ?? ''}: ${reason}, exit code ${exitCode}`;
    say(`${what} stopped and was started again`, log.incident('a child process', detail));
  });
}
