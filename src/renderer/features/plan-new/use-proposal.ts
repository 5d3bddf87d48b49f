import { useEffect, useState } from 'react';
import type { Proposal } from '../../../shared/contract/plan-new.ts';
import { troubleOf, useLink } from '../../link/index.ts';
import { describeTrouble } from '../../page/trouble.ts';

/** Milliseconds to wait while the person types, so that not every letter causes a request. */
const PAUSE_MS = 120;

export interface ProposalWish {
  readonly project: string;
  readonly template: string;
  readonly feature: string;
  readonly about: string;
  readonly include: readonly string[];
}

export interface ProposalState {
  /** The last proposal; kept while the next one is loading. */
  readonly proposal: Proposal | null;
  /** Why there is no proposal. */
  readonly trouble: string | null;
}

/** The proposed plan for the person's current choices. */
export function useProposal(wish: ProposalWish): ProposalState {
  const { api } = useLink();
  const [state, setState] = useState<ProposalState>({ proposal: null, trouble: null });
  const { project, template, feature, about } = wish;
  const include = wish.include.join(' ');
  useEffect(() => {
    let left = false;
    const timer = setTimeout(async () => {
      try {
        const agents = include.split(' ').filter(Boolean);
        const input = { project, template, feature, about, include: agents };
        const proposal = await api.plan.propose(input);
        if (!left) setState({ proposal, trouble: null });
      } catch (thrown) {
        const words = describeTrouble(troubleOf(thrown));
        if (!left) setState({ proposal: null, trouble: words?.title ?? null });
      }
    }, PAUSE_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [api, project, template, feature, about, include]);
  return state;
}
