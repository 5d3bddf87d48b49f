import { useEffect, useState } from 'react';
import type { FolderChoices } from '../../../shared/contract/project.ts';
import { useLink } from '../../link/index.ts';

type Choice = FolderChoices['choices'][number];

/** Nobody reads a list that changes with every letter. */
const PAUSE_MS = 80;

/** The folders that a typed path could go on to; none while nobody asks. */
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
      // Without the list the path can still be typed.
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
