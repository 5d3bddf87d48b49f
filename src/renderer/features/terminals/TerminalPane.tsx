import {
  type ReactNode,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useLink } from '../../link/index.ts';
import { toggleMuted, useMuted } from '../../page/muted.ts';
import { reveal } from '../../page/reveal.ts';
import { useSelection } from '../../page/selection.ts';
import { readConversation } from '../../page/sheets.ts';
import { type Anchored, AnchoredMenu } from '../../ui/AnchoredMenu.tsx';
import { classes } from '../../ui/classes.ts';
import { closePane } from './closed-panes.ts';
import { EndBanner } from './EndBanner.tsx';
import { endOf, type TerminalEntry } from './entries.ts';
import { download } from './export-text.ts';
import { PaneHeader } from './PaneHeader.tsx';
import type { PaneActions } from './pane-actions.ts';
import { arrived, useEntering } from './pending-focus.ts';
import { restartOption } from './restart-option.ts';
import { SearchBar } from './SearchBar.tsx';
import { SizeNotice } from './SizeNotice.tsx';
import { terminalMenu } from './terminal-menu.ts';
import { terminalsOf } from './terminals.ts';
import { useSessionControl } from './use-session-control.ts';

interface TerminalPaneProps {
  entry: TerminalEntry;
  project: string;
  feature: string;
  actions: PaneActions;
  grip?: ReactNode;
  /** Called when the terminal gets the focus or its header is clicked. */
  onEnter(): void;
}

/** A terminal with its header. When the session has ended, a banner shows above its last screen. */
export function TerminalPane(props: TerminalPaneProps) {
  const { entry, project, feature, actions, onEnter } = props;
  const link = useLink();
  const screen = terminalsOf(link).of(entry.session.id);
  const selected = useSelection((state) => entry.agent !== null && state.node === entry.key);
  const problem = useSyncExternalStore(screen.subscribe, screen.currentProblem);
  const otherSize = useSyncExternalStore(screen.subscribe, screen.otherSize);
  const control = useSessionControl({ entry, project, feature });
  const muted = useMuted(feature, entry.key);
  const [searching, setSearching] = useState(false);
  const [menu, setMenu] = useState<Anchored | null>(null);
  const pane = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => (place.current ? screen.mount(place.current) : undefined), [screen]);
  useEffect(() => {
    const area = pane.current?.parentElement;
    if (!selected || !area) return;
    // Scroll into view when selected, and again whenever the panes are resized.
    const watching = new ResizeObserver(() => pane.current?.scrollIntoView({ block: 'nearest' }));
    watching.observe(area);
    return () => watching.disconnect();
  }, [selected]);

  const entering = useEntering((state) => state.session === entry.session.id);
  useEffect(() => {
    if (!entering || !pane.current) return;
    reveal(pane.current);
    arrived(entry.session.id);
  }, [entering, entry.session.id]);

  const openMenu = useEffectEvent((event: MouseEvent) => {
    event.preventDefault();
    const worktree = entry.agent?.worktree ?? null;
    const entries = terminalMenu(screen, { worktree, search: () => setSearching(true) });
    const at = { x: event.clientX, y: event.clientY };
    setMenu({ heading: entry.title, entries, at, from: screen.input });
  });
  useEffect(() => {
    const { element } = screen;
    element.addEventListener('contextmenu', openMenu);
    return () => element.removeEventListener('contextmenu', openMenu);
  }, [screen]);

  const end = endOf(entry.session, entry.agent) ?? (problem === null ? null : `${problem}.`);
  const way = restartOption(entry.agent);
  return (
    <section
      ref={pane}
      aria-label={`Terminal: ${entry.title}`}
      data-terminal-pane={entry.key}
      tabIndex={-1}
      onFocus={(event) => {
        if (event.target !== event.currentTarget) onEnter();
      }}
      className={classes(
        'flex min-h-0 min-w-0 flex-col overflow-hidden rounded-md border bg-raised',
        selected ? 'border-accent' : 'border-line',
      )}
    >
      <PaneHeader
        entry={entry}
        busy={control.busy}
        canRestart={way.kind === 'restart'}
        actions={actions}
        grip={props.grip}
        searching={searching}
        onRestart={control.restart}
        onStop={control.stop}
        onSearch={() => setSearching(!searching)}
        mute={entry.agent && { on: muted, toggle: () => toggleMuted(feature, entry.key) }}
        onClear={() => screen.clear()}
        onExport={() => download(`${entry.title}.txt`, screen.text())}
        onEnter={onEnter}
        conversation={
          entry.session.kind === 'claude' && entry.agent
            ? { read: () => readConversation(entry.key), fork: control.fork }
            : null
        }
      />
      {end && (
        <EndBanner
          words={end}
          restartOption={way}
          busy={control.busy}
          onRestart={control.restart}
          onClose={() => closePane(feature, entry)}
        />
      )}
      <AnchoredMenu menu={menu} onClose={() => setMenu(null)} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        {searching && (
          <SearchBar
            search={screen.search}
            onClose={() => {
              setSearching(false);
              screen.focus();
            }}
          />
        )}
        <div
          ref={place}
          className={classes(
            'min-h-0 flex-1 bg-[var(--terminal-background)] pt-1 pl-2',
            // A terminal larger than the pane can be scrolled. Otherwise use `clip`, not `hidden`: browsers scroll a
            // `hidden` element to the focused field, so a terminal whose pane has just shrunk would be scrolled out of
            // it, leaving the pane blank.
            otherSize ? 'overflow-auto' : 'overflow-clip',
          )}
        />
        {otherSize && <SizeNotice size={otherSize} onFit={() => screen.takeSize()} />}
      </div>
    </section>
  );
}
