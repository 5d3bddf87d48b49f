import { useEffect, useState } from 'react';
import type { Conflict, ConflictFile } from '../../../shared/contract/resolve.ts';
import { troubleOf, useLink } from '../../link/index.ts';
import type { ResolveTarget } from '../../page/sheets.ts';
import { describeTrouble } from '../../page/trouble.ts';

interface Reading {
  readonly file: ConflictFile | null;
  /** Why the versions cannot be shown. */
  readonly problem: string | null;
}

/** The versions of one conflict; reloaded when it is resolved, reopened, or gets a proposal. */
export function useConflictFile(
  target: ResolveTarget,
  conflict: Conflict,
  proposed: boolean,
): Reading {
  const { api } = useLink();
  const { project, feature, sync } = target;
  const { id } = conflict;
  const version = `${conflict.state} ${conflict.resolution?.at ?? ''} ${proposed}`;
  const [reading, setReading] = useState<Reading & { readonly version: string }>({
    file: null,
    problem: null,
    version,
  });
  useEffect(() => {
    const stop = new AbortController();
    api.resolve
      .file({ project, feature, sync, id }, { signal: stop.signal })
      .then((file) => setReading({ file, problem: null, version }))
      .catch((thrown) => {
        const words = describeTrouble(troubleOf(thrown, stop.signal));
        if (words) setReading({ file: null, problem: words.title, version });
      });
    return () => stop.abort();
  }, [api, project, feature, sync, id, version]);
  return reading.version === version ? reading : { file: null, problem: null };
}
