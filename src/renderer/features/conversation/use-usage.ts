import { useEffect, useState } from 'react';
import type { AgentView } from '../../../shared/contract/run.ts';
import { useLink } from '../../link/index.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { usageWords } from './pages.ts';

/** The tokens of an agent's conversation, in words; null where none were counted. Read again when its state changes. */
export function useUsage(agent: AgentView): string | null {
  const { api } = useLink();
  const project = useWorkspace((state) => state.project?.id ?? null);
  const feature = useWorkspace((state) => state.run?.feature ?? null);
  const [words, setWords] = useState<string | null>(null);
  const { name, since, worktree } = agent;
  useEffect(() => {
    // A state that began is what there is to count anew.
    void since;
    if (!project || !feature || worktree === null) return setWords(null);
    const stop = new AbortController();
    api.conversation
      .usage({ project, feature, agent: name }, { signal: stop.signal })
      .then(({ usage }) => setWords(usage && usageWords(usage)))
      // What was not counted is not shown.
      .catch(() => undefined);
    return () => stop.abort();
  }, [api, project, feature, name, worktree, since]);
  return words;
}
