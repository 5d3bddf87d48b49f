import { Check } from 'lucide-react';
import { useRef } from 'react';
import type { InboxItem } from '../../../shared/contract/run.ts';
import { useLink } from '../../link/index.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { acceptWork, isAcceptable } from '../run/index.ts';
import { InboxRow } from './InboxRow.tsx';

interface FinishedRowProps {
  readonly item: InboxItem;
  readonly agent: string;
  /** Called before the item leaves the list. */
  onAnswered(item: HTMLElement | null): void;
}

/** A finished turn, or committed work that others wait for, with a button to accept it. */
export function FinishedRow({ item, agent, onAnswered }: FinishedRowProps) {
  const { api } = useLink();
  const run = useWorkspace((state) => state.run);
  const project = useWorkspace((state) => state.project?.id ?? '');
  const place = useRef<HTMLDivElement>(null);
  const view = run?.agents.find(({ name }) => name === agent);
  const ready = view !== undefined && isAcceptable(view);
  const accept = async () => {
    const done = await acceptWork(api, { project, feature: run?.feature ?? '', agent }, true);
    if (done) onAnswered(place.current?.closest('li') ?? null);
  };
  return (
    <div ref={place} className="flex items-center gap-1">
      <div className="min-w-0 flex-1">
        <InboxRow item={item} />
      </div>
      {ready && (
        <Button
          icon={Check}
          aria-label={`Accept the work of ${titleOf(run, agent)}`}
          onClick={accept}
        >
          Accept
        </Button>
      )}
    </div>
  );
}
