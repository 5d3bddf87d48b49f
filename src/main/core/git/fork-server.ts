import { type RunningProcess, startHere } from '../process.ts';
import type { FromForkServer, ToForkServer } from './fork-messages.ts';

/**
 * The small process that starts git for a large one. It ends when that one is gone and all that it started has ended, and
 * starts nothing more from then on.
 */
const running = new Map<number, RunningProcess>();

// What the person's terminal sends to the whole group is for git and for the app to answer.
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
