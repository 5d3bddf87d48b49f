import { useEffect, useId, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { InboxItem } from '../../../shared/contract/run.ts';
import type { AskDecision } from '../../../shared/wire/asks.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { enterTerminal } from '../terminals/index.ts';
import { InboxRow } from './InboxRow.tsx';
import { RequestCard } from './RequestCard.tsx';
import { questionOf } from './request-words.ts';
import { type AskTarget, useRequest } from './use-request.ts';

interface AskRowProps {
  readonly item: InboxItem;
  readonly agent: string;
  readonly ask: string;
  /** Called before the item leaves the list. */
  onAnswered(item: HTMLElement | null): void;
}

/** A request that is answered right here: shown in full while the focus is on it. */
export function AskRow({ item, agent, ask, onAnswered }: AskRowProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLFieldSetElement>(null);
  const id = useId();
  const run = useWorkspace((state) => state.run);
  const project = useWorkspace((state) => state.project?.id ?? '');
  const link = useLink();
  const target: AskTarget = { project, feature: run?.feature ?? '', agent, ask };
  const { request, words } = useRequest(target, open);
  const shown = open && request !== null;
  useEffect(() => {
    // In a low drawer the answers would be below its edge.
    if (shown) place.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  const title = titleOf(run, agent);
  const worktree = run?.agents.find(({ name }) => name === agent)?.worktree;
  const decide = async (decision: AskDecision) => {
    const answer = await act(() => link.api.session.answer({ ...target, decision }));
    if (!answer) return;
    if (!answer.answered) toast.info(`${title} was answered meanwhile.`);
    onAnswered(place.current?.closest('li') ?? null);
  };
  /** On the line of a request that stands there in full: yes, or on to the answer. */
  const enter = () => {
    if (!request) return;
    if (questionOf(request)) place.current?.querySelector('input')?.focus();
    else void decide({ behavior: 'allow' });
  };
  /** On to the words of a denial, which Enter sends. */
  const deny = () => {
    if (request && !questionOf(request)) place.current?.querySelector('input')?.focus();
  };
  return (
    <fieldset
      ref={place}
      aria-label={`What ${title} asks`}
      onFocus={() => setOpen(true)}
      onBlur={({ relatedTarget }) => {
        // Without a next focus the page only lost it to another window.
        if (relatedTarget && !place.current?.contains(relatedTarget)) setOpen(false);
      }}
    >
      <InboxRow
        item={item}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onKeyDown={(event) => {
          const does = { Enter: enter, d: deny }[event.key];
          if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          if (!event.repeat) does();
        }}
        onClick={() => setOpen(true)}
      />
      {open && request && (
        <RequestCard
          id={id}
          request={request}
          whose={worktree ? `${title} in ${worktree}` : title}
          onDecide={decide}
          onTerminal={() => enterTerminal(link, agent)}
        />
      )}
      {open && !request && (
        <p id={id} role="status" className="px-1.5 pb-2 text-muted text-sm">
          {words}
        </p>
      )}
    </fieldset>
  );
}
