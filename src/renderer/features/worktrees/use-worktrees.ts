import { useCallback, useEffect, useRef, useState } from 'react';
import { type Api, troubleOf, useLink } from '../../link/index.ts';
import { usePaneVisible } from '../../page/panes.ts';
import { describeTrouble } from '../../page/trouble.ts';
import { useWorkspace } from '../../page/workspace.ts';

export type WorktreeAction = 'remove' | 'move' | 'adopt' | 'set-up';

type Listed = Awaited<ReturnType<Api['worktrees']['list']>>;

interface Worktrees {
  readonly listed: Listed | null;
  readonly problem: string | null;
  readonly busy: boolean;
  refresh(): Promise<void>;
}

/** All worktrees of the project; loaded while the pane is visible, and again when agents get or lose one. */
export function useWorktrees(project: string): Worktrees {
  const { api } = useLink();
  const visible = usePaneVisible('worktrees');
  const version = useWorkspace((state) =>
    (state.run?.agents ?? [])
      .map((agent) => `${agent.worktree} ${agent.head} ${agent.dirty}`)
      .join('|'),
  );
  const [listed, setListed] = useState<Listed | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = useRef(0);
  const refresh = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    setBusy(true);
    try {
      const found = await api.worktrees.list({ project });
      if (mine !== asked.current) return;
      setListed(found);
      setProblem(null);
    } catch (thrown) {
      const words = describeTrouble(troubleOf(thrown));
      if (words && mine === asked.current) setProblem(`${words.title} ${words.detail}`);
    }
    if (mine === asked.current) setBusy(false);
  }, [api, project]);
  const question = visible ? version : null;
  useEffect(() => {
    if (question !== null) refresh();
  }, [question, refresh]);
  return { listed, problem, busy, refresh };
}
