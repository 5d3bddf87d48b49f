import {
  ArrowDownToLine,
  Bell,
  BellOff,
  EllipsisVertical,
  Eraser,
  FileText,
  Info,
  Maximize2,
  MessageCircleQuestion,
  MessagesSquare,
  Minimize2,
  RotateCcw,
  Search,
  Square,
} from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Since } from '../../ui/Since.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import { AttentionMark } from './AttentionMark.tsx';
import { limitsOf, type TerminalEntry } from './entries.ts';

interface PaneHeaderProps {
  entry: TerminalEntry;
  busy: boolean;
  maximised: boolean;
  searching: boolean;
  onRestart(): void;
  onStop(): void;
  onSearch(): void;
  onMaximise: (() => void) | null;
  onBackground(): void;
  /** Null for a terminal of no agent. */
  mute: { readonly on: boolean; toggle(): void } | null;
  onClear(): void;
  onExport(): void;
  onEnter(): void;
  /** Null for a terminal of no agent. */
  onConversation: (() => void) | null;
}

/** Who works in a terminal, how it goes, and what waits. */
export function PaneHeader(props: PaneHeaderProps) {
  const { entry, busy, maximised, searching } = props;
  const limits = limitsOf(entry.session);
  // What waits has a line of its own.
  const doing = entry.waits ? null : (entry.agent?.message ?? null);
  return (
    <header className="shrink-0 border-line border-b">
      <div className="flex h-8 items-center gap-2 pr-0.5 pl-2">
        <button
          type="button"
          className="min-w-10 max-w-[50%] shrink-0 truncate text-left font-medium hover:underline"
          onClick={props.onEnter}
          title={entry.title}
        >
          {entry.title}
        </button>
        {entry.state && <StateChip state={entry.state} />}
        {entry.agent && entry.state && <Since at={entry.agent.since} />}
        <AttentionMark session={entry.session.id} />
        {entry.branch && (
          // Cut at its start: the end tells one branch from another.
          <code dir="rtl" className="min-w-0 truncate text-muted text-xs" title={entry.branch}>
            <bdi dir="ltr">{entry.branch}</bdi>
          </code>
        )}
        <span className="min-w-0 flex-1 truncate text-muted text-sm" title={doing ?? undefined}>
          {doing}
        </span>
        <span className="flex shrink-0">
          <IconButton
            label="Search"
            icon={Search}
            aria-pressed={searching}
            onClick={props.onSearch}
          />
          <IconButton label="Restart" icon={RotateCcw} disabled={busy} onClick={props.onRestart} />
          <IconButton
            label="Stop agent"
            icon={Square}
            disabled={busy || !entry.session.alive}
            onClick={props.onStop}
          />
          <Menu
            entries={[
              ...(props.onConversation
                ? [
                    {
                      label: 'Read the conversation',
                      icon: MessagesSquare,
                      run: props.onConversation,
                    },
                  ]
                : []),
              { label: 'Send to background', icon: ArrowDownToLine, run: props.onBackground },
              ...(props.mute
                ? [
                    {
                      label: props.mute.on ? 'Let it be heard again' : 'Mute its notices',
                      icon: props.mute.on ? Bell : BellOff,
                      run: props.mute.toggle,
                    },
                  ]
                : []),
              { label: 'Export as text', icon: FileText, run: props.onExport },
              { label: 'Clear', icon: Eraser, run: props.onClear },
            ]}
          >
            <IconButton label="More" icon={EllipsisVertical} />
          </Menu>
          {props.onMaximise && (
            <IconButton
              label={maximised ? 'Restore' : 'Maximise'}
              icon={maximised ? Minimize2 : Maximize2}
              onClick={props.onMaximise}
            />
          )}
        </span>
      </div>
      {limits && (
        <p className="flex items-center gap-1.5 border-line border-t px-2 py-1 text-muted text-sm">
          <Info size={13} aria-hidden className="shrink-0" />
          <span className="truncate" title={limits}>
            {limits}
          </span>
        </p>
      )}
      {entry.waits && (
        <p
          className="flex items-center gap-1.5 border-line border-t px-2 py-1 text-sm"
          style={{ background: 'color-mix(in srgb, var(--state-needs) 9%, var(--surface-raised))' }}
        >
          <MessageCircleQuestion size={13} aria-hidden className="shrink-0 text-needs" />
          <span className="truncate" title={entry.waits}>
            {entry.waits}
          </span>
        </p>
      )}
    </header>
  );
}
