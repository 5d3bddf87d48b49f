import {
  ArrowDownToLine,
  ArrowUpFromLine,
  Bot,
  CircleStop,
  SquareTerminal,
  Terminal,
} from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { ARRANGEMENTS, type Arrangement, arrange } from './arrangement.ts';
import type { TerminalEntry } from './entries.ts';

interface ArrangementBarProps {
  arrangement: Arrangement;
  /** Starts the orchestrator; null when it already has a terminal. */
  onOrchestrate: ((runs: 'claude' | 'shell') => void) | null;
  /** Sessions in the background, without a terminal here. */
  inBackground: readonly TerminalEntry[];
  onBringBack(some: readonly TerminalEntry[]): void;
  /** Stops all sessions after a confirmation; null when nothing runs. */
  onStopAll: (() => void) | null;
  /** Sends all terminals to the background; null when there are none. */
  onAllToBackground: (() => void) | null;
}

/** Toolbar of the terminals: arrangement, background sessions, and buttons that start the orchestrator or a shell. */
export function ArrangementBar(props: ArrangementBarProps) {
  const { arrangement, onOrchestrate, inBackground, onBringBack } = props;
  return (
    <div
      role="toolbar"
      aria-label="Arrange terminals"
      className="flex h-8 shrink-0 items-center gap-1 border-line border-b px-1"
    >
      {ARRANGEMENTS.map(({ id, label, icon }) => (
        <IconButton
          key={id}
          label={label}
          icon={icon}
          aria-pressed={arrangement === id}
          onClick={() => arrange(id)}
        />
      ))}
      <span className="flex-1" />
      {inBackground.length > 0 && (
        <Menu
          heading="Bring back"
          entries={[
            ...inBackground.map((entry) => ({
              label: entry.title,
              icon: SquareTerminal,
              run: () => onBringBack([entry]),
            })),
            ...(inBackground.length > 1
              ? [
                  {
                    label: 'All of them',
                    icon: ArrowUpFromLine,
                    run: () => onBringBack(inBackground),
                  },
                ]
              : []),
          ]}
        >
          <Button look="quiet" icon={ArrowUpFromLine}>
            {inBackground.length} in background
          </Button>
        </Menu>
      )}
      {props.onStopAll && (
        <IconButton label="Stop all" icon={CircleStop} onClick={props.onStopAll} />
      )}
      {props.onAllToBackground && (
        <IconButton
          label="Background all"
          icon={ArrowDownToLine}
          onClick={props.onAllToBackground}
        />
      )}
      {onOrchestrate && (
        <>
          <IconButton
            label="Start the orchestrator"
            icon={Bot}
            onClick={() => onOrchestrate('claude')}
          />
          <IconButton label="Open a shell" icon={Terminal} onClick={() => onOrchestrate('shell')} />
        </>
      )}
    </div>
  );
}
