import type { LeftSessions, LeftView } from '../../shared/contract/session.ts';
import type { LeftSession } from '../../shared/wire/host-messages.ts';
import { CoreFailure } from '../core/failure.ts';
import type { SessionKey, Sessions } from '../core/session/sessions.ts';
import { latest } from './latest.ts';

/** Milliseconds between looks at processes that are left: they may end by themselves, and nobody is told. */
const LOOK_AGAIN = 5000;

/**
 * What earlier hosts left of a feature's sessions, anew whenever that changes. A host is started for it once, at the
 * beginning: where one dies later on, a new one would take the last screens of its sessions out of the lists.
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
          // It ended over the question: that shows in its sessions, and what was left before still is.
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
