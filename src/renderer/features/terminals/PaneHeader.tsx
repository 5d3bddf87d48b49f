import {
  AppWindow,
  ArrowDownToLine,
  Bell,
  BellOff,
  Columns2,
  EllipsisVertical,
  Eraser,
  FileText,
  GitFork,
  Info,
  Maximize2,
  MessageCircleQuestion,
  MessagesSquare,
  Minimize2,
  PanelBottomClose,
  RotateCcw,
  Rows2,
  Search,
  Square,
} from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { classes } from '../../ui/classes.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { Since } from '../../ui/Since.tsx';
import { StateChip } from '../../ui/StateChip.tsx';
import { AttentionMark } from './AttentionMark.tsx';
import { limitsOf, type TerminalEntry } from './entries.ts';
import type { PaneActions } from './pane-actions.ts';

/** Below this width in pixels, the header moves its buttons into the menu, to keep room for title and state. */
const NARROW = 360;

interface PaneHeaderProps {
  entry: TerminalEntry;
  busy: boolean;
  canRestart: boolean;
  actions: PaneActions;
  /** Handle that moves a floating terminal. */
  grip: ReactNode;
  searching: boolean;
  onRestart(): void;
  onStop(): void;
  onSearch(): void;
  /** Null when the terminal belongs to no agent. */
  mute: { readonly on: boolean; toggle(): void } | null;
  onClear(): void;
  onExport(): void;
  onEnter(): void;
  /** Null unless the terminal belongs to a claude agent. */
  conversation: { read(): void; fork(): void } | null;
}

/** Header of a terminal pane: title, state, pending request, and the buttons. */
export function PaneHeader(props: PaneHeaderProps) {
  const { entry, busy, actions, searching } = props;
  const limits = limitsOf(entry.session);
  const [narrow, header] = useNarrow();
  // A pending request has its own line below.
  const doing = entry.waits ? null : entry.doing;
  return (
    <header ref={header} className="shrink-0 border-line border-b">
      <div className="flex h-8 items-center gap-2 pr-0.5 pl-2">
        {props.grip}
        <button
          type="button"
          className={classes(
            'min-w-10 truncate text-left font-medium hover:underline',
            narrow ? 'shrink' : 'max-w-[50%] shrink-0',
          )}
          onClick={props.onEnter}
          title={entry.title}
        >
          {entry.title}
        </button>
        {entry.state && (
          <span className="flex min-w-0 shrink-[2] overflow-hidden rounded-full">
            <StateChip state={entry.state} />
          </span>
        )}
        {entry.agent && entry.state && !narrow && <Since at={entry.agent.since} />}
        <AttentionMark session={entry.session} seen />
        {entry.branch && !narrow && (
          // Truncated at the start, because branch names differ at the end. Shrinks before the state does.
          <code
            dir="rtl"
            className="min-w-0 shrink-[100] truncate text-muted text-xs"
            title={entry.branch}
          >
            <bdi dir="ltr">{entry.branch}</bdi>
          </code>
        )}
        <span className="min-w-0 flex-1 truncate text-muted text-sm" title={doing ?? undefined}>
          {doing}
        </span>
        <span className="flex shrink-0">
          {narrow ? null : (
            <>
              <IconButton
                label="Search"
                icon={Search}
                aria-pressed={searching}
                onClick={props.onSearch}
              />
              <IconButton
                label="Restart"
                icon={RotateCcw}
                disabled={busy || !props.canRestart}
                onClick={props.onRestart}
              />
              <IconButton
                label="Stop agent"
                icon={Square}
                disabled={busy || !entry.session.alive}
                onClick={props.onStop}
              />
            </>
          )}
          <Menu
            entries={[
              ...(narrow ? hiddenButtons(props) : []),
              ...standingEntries(actions),
              ...agentEntries(props),
              { label: 'Export as text', icon: FileText, run: props.onExport },
              { label: 'Clear', icon: Eraser, run: props.onClear },
            ]}
          >
            <IconButton label="More" icon={EllipsisVertical} />
          </Menu>
          {actions.maximise && (
            <IconButton
              label={actions.maximised ? 'Restore' : 'Maximise'}
              icon={actions.maximised ? Minimize2 : Maximize2}
              onClick={actions.maximise}
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

/** Menu entries that move the pane: split, float, dock, background. */
function standingEntries({ split, closeSplit, float, dock, background }: PaneActions) {
  const entries: (MenuEntry | null)[] = [
    split && {
      label: `Split right: ${split.beside}`,
      icon: Columns2,
      run: () => split.into('right'),
    },
    split && { label: `Split down: ${split.beside}`, icon: Rows2, run: () => split.into('down') },
    closeSplit && { label: 'Remove from the split', icon: Minimize2, run: closeSplit },
    float && { label: 'Float', icon: AppWindow, run: float },
    dock && { label: 'Dock', icon: PanelBottomClose, run: dock },
    { label: 'Send to background', icon: ArrowDownToLine, run: background },
  ];
  return entries.filter((entry) => entry !== null);
}

/** Menu entries that only the terminals of agents have. */
function agentEntries({ conversation, busy, mute }: PaneHeaderProps): MenuEntry[] {
  return [
    ...(conversation
      ? [
          { label: 'Read the conversation', icon: MessagesSquare, run: conversation.read },
          { label: 'Fork the conversation', icon: GitFork, disabled: busy, run: conversation.fork },
        ]
      : []),
    ...(mute
      ? [
          {
            label: mute.on ? 'Unmute' : 'Mute',
            icon: mute.on ? Bell : BellOff,
            run: mute.toggle,
          },
        ]
      : []),
  ];
}

/** Menu entries for the buttons that a narrow header hides. */
function hiddenButtons(props: PaneHeaderProps): MenuEntry[] {
  const { entry, busy, canRestart, onSearch, onRestart, onStop } = props;
  return [
    { label: 'Search', icon: Search, run: onSearch },
    { label: 'Restart', icon: RotateCcw, disabled: busy || !canRestart, run: onRestart },
    {
      label: 'Stop agent',
      icon: Square,
      disabled: busy || !entry.session.alive,
      run: onStop,
    },
  ];
}

/** Whether an element is narrow, and the ref to attach to it. */
function useNarrow(): readonly [
  boolean,
  (element: HTMLElement | null) => (() => void) | undefined,
] {
  const [narrow, setNarrow] = useState(false);
  const follow = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const watching = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      // A hidden element has no width, so keep the last value.
      if (width > 0) setNarrow(width < NARROW);
    });
    watching.observe(element);
    return () => watching.disconnect();
  }, []);
  return [narrow, follow];
}
