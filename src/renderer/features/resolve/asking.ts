import { create } from 'zustand';
import type { SessionView } from '../../../shared/contract/session.ts';
import type { Api } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { follow } from '../../page/follow.ts';
import type { ResolveTarget } from '../../page/sheets.ts';

/** The step at which asking a session is; null while nothing is asked. */
export const useAsking = create<{ readonly step: string | null }>(() => ({ step: null }));

/** Opens the session that settles the open conflicts; null when it did not come about, which has been said. */
export async function askSession(api: Api, target: ResolveTarget): Promise<SessionView | null> {
  if (useAsking.getState().step !== null) return null;
  useAsking.setState({ step: 'Preparing' });
  return act(async () =>
    follow(await api.resolve.ask(target), (event) => {
      if (event.kind === 'step') useAsking.setState({ step: event.step });
    }),
  ).finally(() => useAsking.setState({ step: null }));
}
