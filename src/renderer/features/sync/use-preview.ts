import { useCallback, useEffect, useRef, useState } from 'react';
import type { SyncPreview } from '../../../shared/contract/sync.ts';
import { act } from '../../app/act.ts';
import { useLink } from '../../link/index.ts';
import type { MergeOrder } from './merging.ts';

interface Previewing {
  readonly preview: SyncPreview | null;
  readonly busy: boolean;
  refresh(): Promise<void>;
}

/**
 * The prediction of a merge. Computed when asked for, and by itself whenever `heads` is given and changes.
 */
export function usePreview(order: MergeOrder, heads: string | null): Previewing {
  const { api } = useLink();
  const { project, feature, sync } = order;
  const [preview, setPreview] = useState<SyncPreview | null>(null);
  const [busy, setBusy] = useState(false);
  const wanted = useRef(0);
  const refresh = useCallback(async () => {
    wanted.current += 1;
    const mine = wanted.current;
    setBusy(true);
    const found = await act(() => api.sync.preview({ project, feature, sync }));
    if (mine !== wanted.current) return;
    if (found) setPreview(found);
    setBusy(false);
  }, [api, project, feature, sync]);
  useEffect(() => {
    if (heads) refresh();
  }, [heads, refresh]);
  return { preview, busy, refresh };
}
