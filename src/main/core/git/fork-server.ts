import { type RunningProcess, startHere } from '../process.ts';
import type { FromForkServer, ToForkServer } from './fork-messages.ts';

/**
 * The small process that starts git for the app. Once the app is gone it starts nothing more, and exits when everything
 * it started has ended.
 */
const running = new Map<number, RunningProcess>();

// Signals of the terminal go to the whole process group; git and the app handle them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

process.on('message', (message: ToForkServer) => {
  if (message.kind === 'kill') {
    running.get(message.id)?.kill(message.signal);
    return;
  }
  const { id, order } = message;
  const started = startHere(order);
  running.set(id, started);
  started.ended
    .then(
      (end) => tell({ kind: 'end', id, end }),
      (error: NodeJS.ErrnoException) => {
        const { message: words, code, syscall } = error;
        tell({ kind: 'failed', id, failure: { message: words, code, syscall } });
      },
    )
    .finally(() => running.delete(id));
});

function tell(message: FromForkServer): void {
  if (process.connected) process.send?.(message);
}

tell({ kind: 'ready' });
