import { Inbox } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import type { InboxItem } from '../../../shared/contract/run.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { AskRow } from './AskRow.tsx';
import { FinishedRow } from './FinishedRow.tsx';
import { InboxRow } from './InboxRow.tsx';

/** Everything that waits for the person, longest waiting first. */
export function InboxPane() {
  const items = useWorkspace((state) => state.run?.inbox ?? null);
  const list = useRef<HTMLUListElement>(null);
  if (!items?.length) {
    return (
      <EmptyState icon={Inbox} title="Nothing waits for you">
        Questions, permissions, finished and failed agents, and sync points that can be merged are
        listed here.
      </EmptyState>
    );
  }
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const step = (event: KeyboardEvent) => {
    const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    const { target } = event;
    const writing = target instanceof HTMLInputElement;
    if (!by || writing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const now = rows().findIndex((row) => row.closest('li')?.contains(document.activeElement));
    rows()[Math.min(Math.max(now + by, 0), rows().length - 1)]?.focus();
  };
  /** Moves the focus to the next item with a request, else to a neighbour, before the answered item leaves the list. */
  const leave = (item: HTMLElement | null) => {
    const all = rows();
    const now = all.findIndex((row) => item?.contains(row));
    const others = [...all.slice(now + 1), ...all.slice(0, Math.max(0, now))];
    const needing = others.find((row) => row.dataset['needs'] !== undefined);
    (needing ?? all[now + 1] ?? all[now - 1])?.focus();
  };
  return (
    <ul ref={list} onKeyDown={step} className="p-2">
      {items
        .toSorted((a, b) => a.since - b.since)
        .map((item) => (
          <li key={item.id}>
            <Item item={item} onAnswered={leave} />
          </li>
        ))}
    </ul>
  );
}

function Item({
  item,
  onAnswered,
}: {
  item: InboxItem;
  onAnswered(item: HTMLElement | null): void;
}) {
  const { agent, ask } = item;
  if (agent !== null && ask !== null) {
    return <AskRow item={item} agent={agent} ask={ask} onAnswered={onAnswered} />;
  }
  if (agent !== null && item.kind === 'finished') {
    return <FinishedRow item={item} agent={agent} onAnswered={onAnswered} />;
  }
  return <InboxRow item={item} />;
}
