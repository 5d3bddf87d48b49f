import {
  CircleCheck,
  GitMerge,
  Inbox,
  KeyRound,
  type LucideIcon,
  MessageCircleQuestion,
  OctagonAlert,
  ShieldQuestion,
} from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import type { InboxItem } from '../../../shared/contract/run.ts';
import { showPane } from '../../app/panes.ts';
import { useSelection } from '../../app/selection.ts';
import { titleOf, useWorkspace } from '../../app/workspace.ts';
import { useLink } from '../../link/index.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { enterTerminal } from '../terminals/index.ts';

const KINDS: Record<InboxItem['kind'], { icon: LucideIcon; words: string; colour: string }> = {
  permission: { icon: ShieldQuestion, words: 'asks for permission', colour: 'text-needs' },
  question: { icon: MessageCircleQuestion, words: 'asks', colour: 'text-needs' },
  'first-run': { icon: KeyRound, words: 'needs setting up', colour: 'text-needs' },
  finished: { icon: CircleCheck, words: 'has finished', colour: 'text-finished' },
  failed: { icon: OctagonAlert, words: 'has failed', colour: 'text-failed' },
  ready: { icon: GitMerge, words: 'can be merged', colour: 'text-working' },
};

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** Whatever waits for a person, the longest-waiting first. */
export function InboxPane() {
  const items = useWorkspace((state) => state.run?.inbox ?? null);
  const list = useRef<HTMLUListElement>(null);
  if (!items?.length) {
    return (
      <EmptyState icon={Inbox} title="Nothing waits for you">
        Questions, permissions, finished and failed agents, and sync points that can be merged are
        gathered here.
      </EmptyState>
    );
  }
  const step = (event: KeyboardEvent) => {
    const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const rows = [...(list.current?.querySelectorAll('button') ?? [])];
    const focused = document.activeElement;
    const now = focused instanceof HTMLButtonElement ? rows.indexOf(focused) : -1;
    rows[Math.min(Math.max(now + by, 0), rows.length - 1)]?.focus();
  };
  return (
    <ul ref={list} onKeyDown={step} className="p-2">
      {items
        .toSorted((a, b) => a.since - b.since)
        .map((item) => (
          <li key={item.id}>
            <Row item={item} />
          </li>
        ))}
    </ul>
  );
}

function Row({ item }: { item: InboxItem }) {
  const run = useWorkspace((state) => state.run);
  const link = useLink();
  const { icon: Icon, words, colour } = KINDS[item.kind];
  const subject = item.agent ?? item.sync;
  return (
    <button
      type="button"
      onClick={() => {
        if (item.agent) {
          enterTerminal(link, item.agent);
        } else {
          useSelection.getState().select(item.sync);
          showPane('sync');
        }
      }}
      className="flex min-h-8 w-full items-center gap-2 rounded px-1.5 py-1 text-left hover:bg-hover"
    >
      <Icon size={15} aria-hidden className={`shrink-0 ${colour}`} />
      <span className="shrink-0">
        <span className="font-medium">{subject && titleOf(run, subject)}</span> {words}
      </span>
      <span className="min-w-0 flex-1 truncate text-muted" dir="auto">
        {item.message}
      </span>
      <time className="shrink-0 text-muted text-xs" dateTime={new Date(item.since).toISOString()}>
        {clock.format(item.since)}
      </time>
    </button>
  );
}
