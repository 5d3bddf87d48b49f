import { useCallback, useEffect, useRef, useState } from 'react';
import type { SyncPreview } from '../../../shared/contract/sync.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import type { MergeOrder } from './merge-order.ts';

interface Previewing {
  readonly preview: SyncPreview | null;
  readonly busy: boolean;
  refresh(): Promise<void>;
}

/**
 * The preview of a merge without the agents in `leaveOut`. Computed by `refresh`, and automatically whenever a non-null
 * `heads` or `leaveOut` changes.
 */
export function usePreview(
  order: MergeOrder,
  { heads, leaveOut }: { heads: string | null; leaveOut: readonly string[] },
): Previewing {
  const { api } = useLink();
  const { project, feature, sync } = order;
  const [found, setFound] = useState<{ without: string; preview: SyncPreview } | null>(null);
  const without = leaveOut.join(' ');
  const [busy, setBusy] = useState(false);
  const wanted = useRef(0);
  const refresh = useCallback(async () => {
    wanted.current += 1;
    const mine = wanted.current;
    setBusy(true);
    const names = without === '' ? [] : without.split(' ');
    const preview = await act(() =>
      api.sync.preview({
        project,
        feature,
        sync,
        ...(names.length > 0 ? { leaveOut: names } : {}),
      }),
    );
    if (mine !== wanted.current) return;
    if (preview) setFound({ without, preview });
    setBusy(false);
  }, [api, project, feature, sync, without]);
  useEffect(() => {
    if (heads) refresh();
  }, [heads, refresh]);
  // Ignore a preview that was computed with other agents left out.
  return { preview: found?.without === without ? found.preview : null, busy, refresh };
}
