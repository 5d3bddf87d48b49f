import { useEffect, useState } from 'react';
import type { FolderChoices } from '../../../shared/contract/project.ts';
import { useLink } from '../../link/index.ts';

type Choice = FolderChoices['choices'][number];

/** Milliseconds to wait while the person types, so that the list does not change with every letter. */
const PAUSE_MS = 80;

/** The folders that match a typed path; empty while `typed` is null. */
export function useFolders(typed: string | null): readonly Choice[] {
  const { api } = useLink();
  const [choices, setChoices] = useState<readonly Choice[]>([]);
  useEffect(() => {
    if (typed === null) {
      setChoices([]);
      return;
    }
    let left = false;
    const timer = setTimeout(() => {
      // Ignore a failure: the path can still be typed.
      api.project
        .folders({ typed })
        .then((found) => left || setChoices(found.choices))
        .catch(() => undefined);
    }, PAUSE_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [api, typed]);
  return choices;
}
