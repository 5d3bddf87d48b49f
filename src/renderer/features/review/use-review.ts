import { useEffect, useState } from 'react';
import type { Review } from '../../../shared/contract/review.ts';
import type { RunView } from '../../../shared/contract/run.ts';
import { troubleOf, useLink } from '../../link/index.ts';
import type { ReviewTarget } from '../../page/sheets.ts';
import { describeTrouble } from '../../page/trouble.ts';
import { useWorkspace } from '../../page/workspace.ts';

interface Reviewing {
  readonly review: Review | null;
  readonly problem: string | null;
  change(change: (review: Review) => Review): void;
}

/** The reviewed work; reloaded whenever its agents change something. */
export function useReview(target: ReviewTarget): Reviewing {
  const { api } = useLink();
  const version = useWorkspace((state) => versionOf(target, state.run));
  const [review, setReview] = useState<Review | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // The effect does not use `version`; it is in the key to trigger a reload.
  const question = `${version} ${JSON.stringify(target)}`;
  useEffect(() => {
    const stop = new AbortController();
    const asked: ReviewTarget = JSON.parse(question.slice(question.indexOf(' {') + 1));
    api.review
      .show(asked, { signal: stop.signal })
      .then((found) => {
        setReview(found);
        setProblem(null);
      })
      .catch((thrown) => {
        const words = describeTrouble(troubleOf(thrown, stop.signal));
        if (words) setProblem(`${words.title} ${words.detail}`);
      });
    return () => stop.abort();
  }, [api, question]);
  return {
    review,
    problem,
    change: (change) => setReview((last) => last && change(last)),
  };
}

/** Changes with every commit and every file change of the reviewed agents. */
function versionOf({ subject }: ReviewTarget, run: RunView | null): string {
  const sync =
    subject.kind === 'sync' ? run?.syncs.find((one) => one.name === subject.sync) : undefined;
  const names = subject.kind === 'agent' ? [subject.agent] : (sync?.merges ?? []);
  const agents = names.map((name) => {
    const agent = run?.agents.find((one) => one.name === name);
    return `${agent?.head?.slice(0, 12)}+${agent?.insertions}-${agent?.deletions}`;
  });
  return [sync?.commit?.slice(0, 12) ?? '', ...agents].join(':');
}
