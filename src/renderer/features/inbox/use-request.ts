import { useEffect, useState } from 'react';
import type { AskedRequest } from '../../../shared/wire/asks.ts';
import { troubleOf, useLink } from '../../link/index.ts';
import { describeTrouble } from '../../page/trouble.ts';

export interface AskTarget {
  readonly project: string;
  readonly feature: string;
  readonly agent: string;
  readonly ask: string;
}

interface Asked {
  readonly request: AskedRequest | null;
  /** Why there is no request to show: it is loading, already answered, or failed to load. */
  readonly words: string;
}

const LOADING: Asked = { request: null, words: 'Loading the request…' };
const GONE: Asked = { request: null, words: 'It has already been answered.' };

/** Loads the full request of a session while `wanted`. */
export function useRequest({ project, feature, agent, ask }: AskTarget, wanted: boolean): Asked {
  const { api } = useLink();
  const [asked, setAsked] = useState<Asked>(LOADING);
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    setAsked(LOADING);
    api.session
      .asked({ project, feature, agent, ask }, { signal: stop.signal })
      .then(({ request }) => setAsked(request ? { request, words: '' } : GONE))
      .catch((thrown) => {
        const words = describeTrouble(troubleOf(thrown, stop.signal));
        if (words) setAsked({ request: null, words: `${words.title} ${words.detail}` });
      });
    return () => stop.abort();
  }, [api, project, feature, agent, ask, wanted]);
  return asked;
}
