import { useState } from 'react';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import type { TerminalEntry } from './entries.ts';

interface Target {
  readonly entry: TerminalEntry;
  readonly project: string;
  readonly feature: string;
}

/** Stops, restarts and forks the session of a terminal; `busy` while one of these is running. */
export function useSessionControl({ entry, project, feature }: Target) {
  const { api } = useLink();
  const [busy, setBusy] = useState(false);
  const target = { project, feature, agent: entry.key };

  async function during(work: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    await act(work);
    setBusy(false);
  }

  return {
    busy,
    fork: () => during(() => api.session.fork(target)),
    stop: () => during(() => api.session.stop(target)),
    restart: () =>
      during(async () => {
        if (entry.session.alive) await api.session.stop(target);
        if (entry.key !== ORCHESTRATOR || entry.agent) await api.session.start(target);
        else {
          const runs = entry.session.kind === 'claude' ? 'claude' : 'shell';
          await api.session.orchestrator({ project, feature, runs });
        }
      }),
  };
}
