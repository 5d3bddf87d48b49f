import { useCallback, useEffect, useState } from 'react';
import type { Progress } from '../../../shared/contract/common.ts';
import type { FinishView } from '../../../shared/contract/finish.ts';
import { troubleOf, useLink } from '../../link/index.ts';
import { describeTrouble } from '../../page/trouble.ts';

/** Runs one long task at a time: shows its progress, reports its result, then reloads the view. */
export type Doing = <Result>(
  words: string,
  open: () => Promise<AsyncIterable<Progress | { kind: 'result'; result: Result }>>,
) => Promise<Result | null>;

export interface FinishTarget {
  readonly project: string;
  readonly feature: string;
}

interface Finishing {
  readonly view: FinishView | null;
  readonly problem: string | null;
  /** Reloads the view, including the pull request and its checks. */
  refresh(): Promise<void>;
}

/** State of the feature branch and its options. Loads local facts first, then those from the network. */
export function useFinish({ project, feature }: FinishTarget): Finishing {
  const { api } = useLink();
  const [view, setView] = useState<FinishView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const look = useCallback(
    async (ask: boolean) => {
      try {
        setView(await api.finish.show({ project, feature, ask }));
        setProblem(null);
      } catch (thrown) {
        const words = describeTrouble(troubleOf(thrown));
        if (words) setProblem(`${words.title} ${words.detail}`);
      }
    },
    [api, project, feature],
  );
  useEffect(() => {
    look(false).then(() => look(true));
    // Reload on focus: the person may have switched a branch or committed in another program.
    const again = () => void look(false);
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
  }, [look]);
  return { view, problem, refresh: () => look(true) };
}
