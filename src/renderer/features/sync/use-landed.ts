import { useEffect, useState } from 'react';
import type { LandedView } from '../../../shared/contract/sync.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import type { MergeOrder } from './merge-order.ts';

/** What a sync point has landed; loaded when it lands and again when more of it lands. Null before. */
export function useLanded(order: MergeOrder, commit: string | null): LandedView | null {
  const { api } = useLink();
  const { project, feature, sync } = order;
  const [landed, setLanded] = useState<LandedView | null>(null);
  useEffect(() => {
    let isWanted = commit !== null;
    setLanded(null);
    if (isWanted)
      act(() => api.sync.landed({ project, feature, sync })).then((found) => {
        if (isWanted && found) setLanded(found);
      });
    return () => {
      isWanted = false;
    };
  }, [api, project, feature, sync, commit]);
  return landed;
}
