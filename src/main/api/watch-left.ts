import type { LeftSessions, LeftView } from '../../shared/contract/session.ts';
import type { LeftSession } from '../../shared/wire/host-messages.ts';
import { CoreFailure } from '../core/failure.ts';
import type { SessionKey, Sessions } from '../core/session/sessions.ts';
import { latest } from './latest.ts';

/** Milliseconds between checks for remaining processes, whose end is not reported. */
const LOOK_AGAIN = 5000;

/**
 * Streams the sessions of a feature that earlier hosts left. Starts a host once, at the beginning: after a host died, a
 * new one would remove the last screens of its sessions from the lists.
 */
export function watchLeft(
  sessions: Sessions,
  { project, feature }: Omit<SessionKey, 'agent'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<LeftSessions> {
  let last: LeftSessions | null = null;
  return latest(
    {
      subscribe(changed) {
        const looking = setInterval(() => {
          if (last?.sessions.some(({ processes }) => processes > 0)) changed();
        }, LOOK_AGAIN);
        const unsubscribe = sessions.subscribe(changed);
        return () => {
          clearInterval(looking);
          unsubscribe();
        };
      },
      async read() {
        if (last && sessions.status().state !== 'connected') return last;
        try {
          last = { sessions: (await sessions.left(project, feature)).map(asView), problem: null };
        } catch (failure) {
          if (!(failure instanceof CoreFailure)) throw failure;
          // The host died during the call: its sessions show that, and the earlier list is still valid.
          if (last && failure.code === 'host.lost') return last;
          last = { sessions: last?.sessions ?? [], problem: failure.message };
        }
        return last;
      },
    },
    signal,
  );
}

function asView({ key, kind, since, processes }: LeftSession): LeftView {
  return { agent: key.agent, kind, since, processes };
}
