import { create } from 'zustand';
import type { SessionView } from '../../../shared/contract/session.ts';
import type { Api } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { follow } from '../../page/follow-progress.ts';
import type { ResolveTarget } from '../../page/sheets.ts';
import { orderKey } from '../sync/index.ts';

interface Asking {
  /** The sync point whose conflicts an agent is being asked to resolve, and the current step; null when none is. */
  readonly running: { readonly key: string; readonly step: string } | null;
}

export const useAsking = create<Asking>(() => ({ running: null }));

/** Starts a session that resolves the open conflicts; null when that failed, which has already been reported. */
export async function askSession(api: Api, target: ResolveTarget): Promise<SessionView | null> {
  if (useAsking.getState().running !== null) return null;
  const key = orderKey(target);
  useAsking.setState({ running: { key, step: 'Preparing' } });
  return act(async () =>
    follow(await api.resolve.ask(target), (event) => {
      if (event.kind === 'step') useAsking.setState({ running: { key, step: event.step } });
    }),
  ).finally(() => useAsking.setState({ running: null }));
}
