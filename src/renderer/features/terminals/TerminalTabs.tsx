import { SquareTerminal } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { stateWords } from '../../../shared/states.ts';
import { MARK_WORDS } from '../../page/attention.ts';
import { classes } from '../../ui/classes.ts';
import { STATE_LOOKS } from '../../ui/state-look.ts';
import { AttentionMark, unseenMark } from './AttentionMark.tsx';
import type { TerminalEntry } from './entries.ts';

interface TerminalTabsProps {
  entries: readonly TerminalEntry[];
  current: TerminalEntry | null;
  /** The visible terminals: the current one and the others of its split. */
  shown: readonly TerminalEntry[];
  /** Show a drop-down list instead of tabs. */
  compact: boolean;
  onShow(entry: TerminalEntry): void;
}

/** Tabs or a drop-down list to choose the visible terminal. */
export function TerminalTabs({ entries, current, shown, compact, onShow }: TerminalTabsProps) {
  if (compact) {
    return (
      <label className="flex h-8 shrink-0 items-center gap-2 border-line border-b px-2 text-sm">
        <span className="text-muted">Terminal</span>
        <select
          className="h-6 min-w-0 flex-1 rounded border border-line bg-raised px-1"
          value={current?.key ?? ''}
          onChange={(event) => {
            const chosen = entries.find((entry) => entry.key === event.target.value);
            if (chosen) onShow(chosen);
          }}
        >
          {entries.map((entry) => (
            <option key={entry.key} value={entry.key}>
              {wordsOf(entry, shown.includes(entry))}
            </option>
          ))}
        </select>
      </label>
    );
  }
  const move = (event: KeyboardEvent, at: number) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = step === undefined ? undefined : entries[at + step];
    if (!next) return;
    event.preventDefault();
    onShow(next);
    const tab = event.currentTarget.parentElement?.children[at + (step ?? 0)];
    if (tab instanceof HTMLElement) tab.focus();
  };
  return (
    <div
      role="tablist"
      aria-label="Terminals"
      className="flex h-8 shrink-0 items-stretch overflow-x-auto border-line border-b"
    >
      {entries.map((entry, index) => (
        <button
          key={entry.key}
          type="button"
          role="tab"
          aria-selected={entry === current}
          tabIndex={entry === current ? 0 : -1}
          onClick={() => onShow(entry)}
          onKeyDown={(event) => move(event, index)}
          className={classes(
            'flex shrink-0 items-center gap-1.5 px-3 text-sm hover:bg-hover',
            entry === current && 'shadow-[inset_0_-2px_0_var(--accent)]',
            // Another pane of the current split.
            entry !== current && shown.includes(entry) && 'shadow-[inset_0_-2px_0_var(--line)]',
            !shown.includes(entry) && 'text-muted hover:text-ink',
          )}
        >
          <StateDot entry={entry} />
          {entry.title}
          <AttentionMark session={entry.session} seen={shown.includes(entry)} />
        </button>
      ))}
    </div>
  );
}

/** Text of an option, which has no room for an icon. */
function wordsOf(entry: TerminalEntry, seen: boolean): string {
  const unseen = unseenMark(entry.session, seen);
  const words = [entry.title, entry.state && stateWords(entry.state), unseen && MARK_WORDS[unseen]];
  return words.filter(Boolean).join(' · ');
}

function StateDot({ entry }: { entry: TerminalEntry }) {
  if (!entry.state) return <SquareTerminal size={12} aria-hidden />;
  const look = STATE_LOOKS[entry.state];
  return (
    <look.icon
      size={12}
      role="img"
      aria-label={stateWords(entry.state)}
      style={{ color: `var(--state-${look.tone})` }}
    />
  );
}
