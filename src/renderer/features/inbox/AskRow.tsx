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

/** A request that can be answered in the inbox; shown in full while it has the focus. */
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
    // Scroll the answers into view; in a low pane they would be below its edge.
    if (shown) place.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  const title = titleOf(run, agent);
  const worktree = run?.agents.find(({ name }) => name === agent)?.worktree;
  const decide = async (decision: AskDecision) => {
    const answer = await act(() => link.api.session.answer({ ...target, decision }));
    if (!answer) return;
    if (!answer.answered) toast.info(`${title} has already been answered.`);
    onAnswered(place.current?.closest('li') ?? null);
  };
  /** Enter on an expanded request: allows it, or moves to the answer field of a question. */
  const enter = () => {
    if (!request) return;
    if (questionOf(request)) place.current?.querySelector('input')?.focus();
    else void decide({ behavior: 'allow' });
  };
  /** Moves to the field for the reason of a denial, which Enter sends. */
  const deny = () => {
    if (request && !questionOf(request)) place.current?.querySelector('input')?.focus();
  };
  return (
    <fieldset
      ref={place}
      aria-label={`What ${title} asks`}
      onFocus={() => setOpen(true)}
      onBlur={({ relatedTarget }) => {
        // A null `relatedTarget` means that another window took the focus; keep the request expanded.
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
