import {
  CircleCheck,
  FileWarning,
  GitMerge,
  KeyRound,
  type LucideIcon,
  MessageCircleQuestion,
  OctagonAlert,
  ShieldQuestion,
} from 'lucide-react';
import type { ComponentProps } from 'react';
import type { InboxItem } from '../../../shared/contract/run.ts';
import { useLink } from '../../link/index.ts';
import { showPane } from '../../page/panes.ts';
import { useSelection } from '../../page/selection.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { enterTerminal } from '../terminals/index.ts';

const KINDS: Record<InboxItem['kind'], { icon: LucideIcon; words: string; colour: string }> = {
  permission: { icon: ShieldQuestion, words: 'asks for permission', colour: 'text-needs' },
  question: { icon: MessageCircleQuestion, words: 'asks', colour: 'text-needs' },
  'first-run': { icon: KeyRound, words: 'needs setting up', colour: 'text-needs' },
  finished: { icon: CircleCheck, words: 'has finished', colour: 'text-finished' },
  failed: { icon: OctagonAlert, words: 'has failed', colour: 'text-failed' },
  stray: { icon: FileWarning, words: 'has changed', colour: 'text-failed' },
  ready: { icon: GitMerge, words: 'can be merged', colour: 'text-working' },
  conflict: { icon: GitMerge, words: 'has conflicts', colour: 'text-failed' },
};

const NEEDS: ReadonlySet<InboxItem['kind']> = new Set(['permission', 'question', 'first-run']);

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

interface InboxRowProps extends ComponentProps<'button'> {
  readonly item: InboxItem;
}

/** One inbox item on a line. A click opens the place where it is handled, unless `onClick` overrides that. */
export function InboxRow({ item, ...rest }: InboxRowProps) {
  const run = useWorkspace((state) => state.run);
  const link = useLink();
  const { icon: Icon, words, colour } = KINDS[item.kind];
  const subject = item.agent ?? item.sync;
  // A plain program does not report that it has finished; only its commit is known.
  const hasSaid = run?.agents.find(({ name }) => name === item.agent)?.state === 'finished';
  const does = item.kind === 'finished' && !hasSaid ? 'has committed' : words;
  return (
    <button
      type="button"
      data-row
      data-item={item.id}
      data-needs={NEEDS.has(item.kind) || undefined}
      onClick={() => {
        if (item.agent) {
          enterTerminal(link, item.agent);
        } else {
          useSelection.getState().select(item.sync);
          showPane('sync');
        }
      }}
      {...rest}
      className="flex min-h-8 w-full items-center gap-2 rounded px-1.5 py-1 text-left hover:bg-hover"
    >
      <Icon size={15} aria-hidden className={`shrink-0 ${colour}`} />
      <span className="shrink-0">
        <span className="font-medium">{subject && titleOf(run, subject)}</span> {does}
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
