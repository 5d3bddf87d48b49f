import { ExternalLink, GitPullRequest } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { FinishView } from '../../../shared/contract/finish.ts';
import { useLink } from '../../link/index.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { noPullRequestWords, pullRequestText } from './finish-words.ts';
import type { Doing, FinishTarget } from './use-finish.ts';

interface PullRequestProps {
  readonly view: FinishView;
  readonly target: FinishTarget;
  readonly busy: boolean;
  readonly doing: Doing;
}

/** The existing pull request with its checks, the form to open one, or a link to the page that does. */
export function PullRequest({ view, target, busy, doing }: PullRequestProps) {
  const { pullRequest, compareUrl } = view;
  const why = noPullRequestWords(view);
  return (
    <section aria-label="Pull request" className="flex flex-col gap-2">
      <h3 className="font-medium">Pull request</h3>
      {pullRequest && <Opened pullRequest={pullRequest} />}
      {!pullRequest && why && <p className="text-muted">{why}</p>}
      {!pullRequest && !why && <Form target={target} busy={busy} doing={doing} />}
      {!pullRequest && compareUrl && (
        <p>
          <Outside url={compareUrl} words="Open a pull request in the browser" />
        </p>
      )}
    </section>
  );
}

function Opened({ pullRequest }: { pullRequest: NonNullable<FinishView['pullRequest']> }) {
  const { number, url, state, checks } = pullRequest;
  return (
    <>
      <p>
        <Outside url={url} words={`#${number}`} /> <span className="text-muted">{state}</span>
      </p>
      {checks.length === 0 ? (
        <p className="text-muted">This pull request has no checks.</p>
      ) : (
        <ul aria-label="Checks">
          {checks.map((check) => (
            <li key={check.name} className="flex gap-2">
              <span className="min-w-0 flex-1 truncate">
                {check.url ? <Outside url={check.url} words={check.name} /> : check.name}
              </span>
              <span className="text-muted">{check.state}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A link to another site; addresses other than http and https are shown as text. */
function Outside({ url, words }: { url: string; words: string }) {
  if (!/^https?:\/\//.test(url)) {
    return (
      <>
        {words}: <code className="select-all [overflow-wrap:anywhere]">{url}</code>
      </>
    );
  }
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex items-center gap-1 text-accent underline"
    >
      {words}
      <ExternalLink size={12} aria-hidden />
    </a>
  );
}

function Form({ target, busy, doing }: Pick<PullRequestProps, 'target' | 'busy' | 'doing'>) {
  const { api } = useLink();
  const run = useWorkspace((state) => state.run);
  const current = useCurrentFile(target);
  const [edited, edit] = useState<{ title?: string; body?: string }>({});
  const [draft, setDraft] = useState(false);
  const proposed = run ? pullRequestText(run, current) : { title: target.feature, body: '' };
  const title = edited.title ?? proposed.title;
  const body = edited.body ?? proposed.body;
  const open = async () => {
    const done = await doing('Opening the pull request', () =>
      api.finish.pullRequest({ ...target, title: title.trim(), body, draft }),
    );
    if (done) toast.success('The pull request is open.', { description: done.url });
  };
  return (
    <div className="flex flex-col gap-2">
      <Field label="Title">
        {(ids) => (
          <input
            {...ids}
            className={CONTROL}
            value={title}
            onChange={(event) => edit({ ...edited, title: event.target.value })}
          />
        )}
      </Field>
      <Field label="Description">
        {(ids) => (
          <textarea
            {...ids}
            rows={6}
            className={`${CONTROL} h-auto resize-y py-1`}
            value={body}
            onChange={(event) => edit({ ...edited, body: event.target.value })}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center justify-end gap-3">
        <label className="flex items-center gap-1.5">
          <input
            type="checkbox"
            className="accent-[var(--accent)]"
            checked={draft}
            onChange={(event) => setDraft(event.target.checked)}
          />
          As a draft
        </label>
        <Button icon={GitPullRequest} disabled={busy || !title.trim()} onClick={open}>
          Open pull request
        </Button>
      </div>
    </div>
  );
}

/** The text of CURRENT.md after the last sync point; null when it cannot be loaded. */
function useCurrentFile({ project, feature }: FinishTarget): string | null {
  const { api } = useLink();
  const last = useWorkspace((state) => state.run?.syncs.at(-1)?.name ?? null);
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    if (!last) return;
    const stop = new AbortController();
    const subject = { kind: 'sync', sync: last } as const;
    api.review
      .file({ project, feature, subject, path: 'plans/CURRENT.md' }, { signal: stop.signal })
      .then((found) => setText(found.after))
      // Ignore a failure: the proposed description is just shorter without the file.
      .catch(() => undefined);
    return () => stop.abort();
  }, [api, project, feature, last]);
  return text;
}
