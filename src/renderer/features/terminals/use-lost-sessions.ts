import { type RefObject, useEffect, useRef, useState } from 'react';
import type { RunView } from '../../../shared/contract/run.ts';
import { useLink, useStream } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { enterPane } from '../../page/panes.ts';
import { startAgent } from '../run/index.ts';
import { enterSession } from './focus-terminal.ts';
import { type LostSessionRow, lostSessionRows } from './lost-sessions.ts';

interface LostSessions {
  readonly rows: readonly LostSessionRow[];
  /** Why the list could not be loaded; null when it was. */
  readonly problem: string | null;
  /** Keys of the rows whose session is being ended or started. */
  readonly busy: ReadonlySet<string>;
  /** Element that takes the focus when the focused row disappears. */
  readonly place: RefObject<HTMLElement | null>;
  end(row: LostSessionRow): Promise<void>;
  startAgain(row: LostSessionRow): Promise<void>;
}

/** Sessions of a run that lost their terminals, with the actions to end or restart them. */
export function useLostSessions(run: RunView, project: string): LostSessions {
  const link = useLink();
  const { api } = link;
  const { feature } = run;
  const { value } = useStream(`${project}:${feature}`, (signal) =>
    api.session.left({ project, feature }, { signal }),
  );
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const place = useRef<HTMLElement>(null);
  const ended = useRef(false);
  const rows = lostSessionRows(run, value?.sessions ?? [], Date.now());
  const count = rows.length;

  useEffect(() => {
    if (!ended.current || document.activeElement !== document.body) return;
    ended.current = false;
    if (count > 0) place.current?.focus();
    else enterPane('terminals');
  }, [count]);

  async function during({ key }: LostSessionRow, work: () => Promise<unknown>): Promise<void> {
    setBusy((keys) => new Set([...keys, key]));
    await work();
    setBusy((keys) => new Set([...keys].filter((one) => one !== key)));
  }

  return {
    rows,
    problem: value?.problem ?? null,
    busy,
    place,
    end: (row) =>
      during(row, async () => {
        ended.current = true;
        const done = await act(() => api.session.endLeft({ project, feature, agent: row.key }));
        if (!done) place.current?.focus();
      }),
    startAgain: (row) =>
      during(row, async () => {
        const { again } = row;
        if (!again) return;
        if ('worktree' in again && again.worktree === null) {
          await startAgent(api, { project, feature, agent: again });
          return;
        }
        const session = await act(() =>
          'orchestrator' in again
            ? api.session.orchestrator({ project, feature, runs: again.orchestrator })
            : api.session.start({ project, feature, agent: again.name }),
        );
        if (session) enterSession(link, session);
        else place.current?.focus();
      }),
  };
}
