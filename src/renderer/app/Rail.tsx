import {
  FolderGit2,
  GitMerge,
  Inbox,
  type LucideIcon,
  ScrollText,
  SlidersHorizontal,
  SquareTerminal,
  TriangleAlert,
  Waypoints,
} from 'lucide-react';
import { chordWords } from '../page/keys.ts';
import { PANE_TITLES, PANES, type PaneId, showPane } from '../page/panes.ts';
import { onMac } from '../page/platform.ts';
import { useWorkspace } from '../page/workspace.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { COMMANDS } from './commands.ts';

const ICONS: Record<PaneId, LucideIcon> = {
  graph: Waypoints,
  terminals: SquareTerminal,
  inspector: SlidersHorizontal,
  inbox: Inbox,
  sync: GitMerge,
  worktrees: FolderGit2,
  journal: ScrollText,
  problems: TriangleAlert,
};

/** One button per pane, which opens it wherever it is docked. */
export function Rail() {
  const waiting = useWorkspace((state) => state.run?.inbox.length ?? 0);
  const problems = useWorkspace(
    (state) => state.plan?.findings.filter((one) => one.severity !== 'info').length ?? 0,
  );
  const counts: Partial<Record<PaneId, number>> = { inbox: waiting, problems };
  return (
    <nav
      aria-label="Panes"
      className="flex w-10 shrink-0 flex-col items-center gap-1 border-line border-r bg-sunken py-1.5"
    >
      {PANES.map((pane) => {
        const chord = COMMANDS.find((command) => command.id === `view.${pane}`)?.chord;
        const count = counts[pane] ?? 0;
        return (
          <IconButton
            key={pane}
            label={PANE_TITLES[pane]}
            icon={ICONS[pane]}
            keys={chord && chordWords(chord, onMac)}
            side="right"
            onClick={() => showPane(pane)}
          >
            {count > 0 && (
              <span
                aria-hidden
                className="absolute -top-0.5 -right-0.5 min-w-3.5 rounded-full bg-accent px-0.5 text-center font-semibold text-[9.5px] text-accent-ink leading-3.5"
              >
                {count > 99 ? '99+' : count}
              </span>
            )}
          </IconButton>
        );
      })}
    </nav>
  );
}
