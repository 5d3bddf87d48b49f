import { useCallback, useEffect, useState } from 'react';
import type { Progress } from '../../../shared/contract/common.ts';
import type { FinishView } from '../../../shared/contract/finish.ts';
import { troubleOf, useLink } from '../../link/index.ts';
import { describeTrouble } from '../../page/trouble.ts';

/** Does one long thing at a time: shows its progress, says how it ended, and looks again. */
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
  /** Looks again, and asks for the pull request and its checks. */
  refresh(): Promise<void>;
}

/** Where the feature branch stands and could go: first what is known here, then what the network tells. */
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
    // Somebody may have switched a branch or committed elsewhere meanwhile.
    const again = () => void look(false);
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
  }, [look]);
  return { view, problem, refresh: () => look(true) };
}
