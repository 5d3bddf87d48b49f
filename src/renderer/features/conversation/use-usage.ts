import { useEffect, useState } from 'react';
import type { AgentView } from '../../../shared/contract/run.ts';
import { useLink } from '../../link/index.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { usageWords } from './pages.ts';

/**
 * The tokens of an agent's conversation as text; null if none were counted. Reloaded when the agent's state changes.
 */
export function useUsage(agent: AgentView): string | null {
  const { api } = useLink();
  const project = useWorkspace((state) => state.project?.id ?? null);
  const feature = useWorkspace((state) => state.run?.feature ?? null);
  const [counted, setCounted] = useState<{ readonly of: string; readonly words: string | null }>();
  const { name, since, worktree } = agent;
  // Identifies the agent, so that the count of another agent is not shown.
  const of = `${project} ${feature} ${name}`;
  useEffect(() => {
    // A change of state means that there are new tokens to count.
    void since;
    if (!project || !feature || worktree === null) return setCounted(undefined);
    const stop = new AbortController();
    api.conversation
      .usage({ project, feature, agent: name }, { signal: stop.signal })
      .then(({ usage }) => setCounted({ of, words: usage && usageWords(usage) }))
      // Ignore a failure: without a count, nothing is shown.
      .catch(() => undefined);
    return () => stop.abort();
  }, [api, project, feature, name, worktree, since, of]);
  return counted?.of === of ? counted.words : null;
}
