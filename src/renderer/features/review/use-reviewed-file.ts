import { useEffect, useState } from 'react';
import type { ReviewedFile } from '../../../shared/contract/review.ts';
import { type Api, troubleOf, useLink } from '../../link/index.ts';
import type { ReviewTarget } from '../../page/sheets.ts';
import { describeTrouble } from '../../page/trouble.ts';

export type Versions = Awaited<ReturnType<Api['review']['file']>>;

interface Reading {
  readonly versions: Versions | null;
  readonly problem: string | null;
}

const NOTHING: Reading = { versions: null, problem: null };

/** Both versions of a file; reloaded when the file changes. */
export function useReviewedFile(target: ReviewTarget, file: ReviewedFile): Reading {
  const { api } = useLink();
  const { project, feature, subject } = target;
  const { path, key } = file;
  const [reading, setReading] = useState<Reading & { readonly of: string }>({ ...NOTHING, of: '' });
  const about = `${key} ${path}`;
  useEffect(() => {
    const stop = new AbortController();
    api.review
      .file({ project, feature, subject, path }, { signal: stop.signal })
      .then((versions) => setReading({ versions, problem: null, of: about }))
      .catch((thrown) => {
        const words = describeTrouble(troubleOf(thrown, stop.signal));
        if (words) setReading({ versions: null, problem: words.title, of: about });
      });
    return () => stop.abort();
  }, [api, project, feature, subject, path, about]);
  return reading.of === about ? reading : NOTHING;
}
