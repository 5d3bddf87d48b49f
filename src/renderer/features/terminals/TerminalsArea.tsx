import { Bot, SquareTerminal, Terminal as TerminalIcon } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useState } from 'react';
import type { RunView } from '../../../shared/contract/run.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import {
  backgroundKey,
  bringBack,
  sendToBackground,
  useBackground,
} from '../../page/background.ts';
import { openOverlay } from '../../page/overlays.ts';
import { usePaneVisible } from '../../page/panes.ts';
import { useSelection } from '../../page/selection.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ArrangementBar } from './ArrangementBar.tsx';
import { useArrangement } from './arrangement.ts';
import { useClosed } from './closed-panes.ts';
import { type TerminalEntry, terminalEntries } from './entries.ts';
import { useExtraSession } from './extra-session.ts';
import { FloatingTerminal } from './FloatingTerminal.tsx';
import { changeFont } from './font.ts';
import { fontStep, terminalStep } from './keys.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { LostSessionsStrip } from './LostSessionsStrip.tsx';
import { paneActions } from './pane-actions.ts';
import {
  changeStanding,
  placeFloating,
  swapInSplit,
  toggleMaximised,
  useStanding,
} from './pane-layout.ts';
import { useEntering } from './pending-focus.ts';
import { TerminalPane } from './TerminalPane.tsx';
import { TerminalTabs } from './TerminalTabs.tsx';
import { terminalsOf } from './terminals.ts';
import { useAskOnClose } from './use-ask-on-close.ts';
import { useMarks } from './use-marks.ts';
import { visiblePanes } from './visible-panes.ts';
import './terminals.css';

const NOTHING: readonly TerminalEntry[] = [];

/** The terminals of a run: one pane per agent with a session, and one for the orchestrator. */
export function TerminalsArea({ run, project }: { run: RunView; project: string }) {
  const link = useLink();
  const { feature } = run;
  const extra = useExtraSession(project, feature);
  const background = useBackground();
  const keyOf = (entry: TerminalEntry) => backgroundKey(feature, entry.key);
  const away = (entry: TerminalEntry) => background.includes(keyOf(entry));
  const closed = useClosed(feature);
  const all = terminalEntries(run, extra).filter((entry) => !closed(entry));
  const entries = all.filter((entry) => !away(entry));
  const inBackground = all.filter(away);
  const arrangement = useArrangement();
  const [current, show] = useCurrent(entries);
  const standing = useStanding();
  useOnlyTheseTerminals(entries);

  const orchestrate = (runs: 'claude' | 'shell') =>
    act(() => link.api.session.orchestrator({ project, feature, runs }));
  const places = visiblePanes(entries, { standing, arrangement, current, keyOf });
  const { docked, shown, floating, maximised, split } = places;
  const inView = usePaneVisible('terminals');
  const seen = inView ? [...shown, ...floating] : floating;
  useMarks(all, seen);
  useAskOnClose(all.some((entry) => entry.session.alive));
  const keysOf = (some: readonly TerminalEntry[]) => some.map(keyOf);
  /** Brings a terminal to the front; in a split it replaces the current one. */
  const front = (entry: TerminalEntry) => {
    if (split && current) changeStanding((now) => swapInSplit(now, keyOf(current), keyOf(entry)));
    show(entry);
  };
  const pane = (entry: TerminalEntry, grip?: ReactNode) => (
    <TerminalPane
      key={entry.key}
      entry={entry}
      project={project}
      feature={feature}
      actions={paneActions(entry, places, { feature, show })}
      grip={grip}
      onEnter={() => show(entry)}
    />
  );

  const toFront = (entry: TerminalEntry) => {
    if (docked.includes(entry)) front(entry);
    if (maximised && maximised !== entry && docked.includes(entry)) {
      changeStanding((now) => toggleMaximised(now, keyOf(maximised)));
    }
  };
  useLead(entries, shown, toFront);

  const go = (event: KeyboardEvent) => {
    const step = terminalStep(event.nativeEvent);
    const font = fontStep(event.nativeEvent);
    if (font !== null) act(() => changeFont(link.api, font));
    const here = entered(event, entries);
    const at = here ? entries.indexOf(here) : -1;
    const next = !step
      ? null
      : entries['nth' in step ? step.nth : (at + step.by + entries.length) % entries.length];
    if (next) {
      if (docked.includes(next)) front(next);
      if (maximised && docked.includes(next)) {
        changeStanding((now) => toggleMaximised(now, keyOf(next)));
      }
      terminalsOf(link).of(next.session.id).focus();
    }
    if (step || font !== null) event.preventDefault();
  };

  return (
    <section
      aria-label="Terminals"
      data-pane="terminals"
      className="flex h-full flex-col bg-surface"
      onKeyDown={go}
    >
      <LostSessionsStrip run={run} project={project} />
      {all.length === 0 ? (
        <NoTerminals onOrchestrate={orchestrate} />
      ) : (
        <>
          <ArrangementBar
            arrangement={arrangement}
            onOrchestrate={run.orchestrator ? null : orchestrate}
            inBackground={inBackground}
            onBringBack={(some) => {
              bringBack(keysOf(some));
              const [first] = some;
              if (first) terminalsOf(link).of(first.session.id).focus();
            }}
            onStopAll={
              all.some((entry) => entry.session.alive) ? () => openOverlay('stop-all') : null
            }
            onAllToBackground={entries.length > 0 ? () => sendToBackground(keysOf(entries)) : null}
          />
          {arrangement !== 'tiles' && !maximised && docked.length > 0 && (
            <TerminalTabs
              entries={docked}
              current={current && shown.includes(current) ? current : (shown[0] ?? null)}
              shown={inView ? shown : NOTHING}
              compact={arrangement === 'one'}
              onShow={front}
            />
          )}
          {docked.length === 0 ? (
            <NoneDocked floating={floating.length > 0} />
          ) : (
            <div
              className={`min-h-0 flex-1 ${split ? 'terminal-split' : 'terminal-tiles'}`}
              data-direction={split?.direction}
            >
              {shown.map((entry) => pane(entry))}
            </div>
          )}
        </>
      )}
      {floating.map((entry) => {
        const place = standing.floating[keyOf(entry)];
        return (
          place && (
            <FloatingTerminal
              key={entry.key}
              place={place}
              onPlace={(next) => changeStanding((now) => placeFloating(now, keyOf(entry), next))}
            >
              {(grip) => pane(entry, grip)}
            </FloatingTerminal>
          )
        );
      })}
      <LinkDialog />
    </section>
  );
}

/** Makes the terminal visible that the person was sent to. */
function useLead(
  entries: readonly TerminalEntry[],
  shown: readonly TerminalEntry[],
  toFront: (entry: TerminalEntry) => void,
): void {
  const session = useEntering((state) => state.session);
  const entry = entries.find((one) => one.session.id === session) ?? null;
  const hidden = entry !== null && !shown.includes(entry);
  const bring = useEffectEvent(() => entry && toFront(entry));
  useEffect(() => {
    if (hidden && session !== null) bring();
  }, [hidden, session]);
}

/** The terminal pane that the key event came from. */
function entered(event: KeyboardEvent, entries: readonly TerminalEntry[]) {
  const { target } = event;
  const pane = target instanceof Element ? target.closest('[data-terminal-pane]') : null;
  return entries.find((entry) => entry.key === pane?.getAttribute('data-terminal-pane'));
}

function NoneDocked({ floating }: { floating: boolean }) {
  return floating ? (
    <EmptyState icon={SquareTerminal} title="All terminals are floating">
      Dock one to see it here.
    </EmptyState>
  ) : (
    <EmptyState icon={SquareTerminal} title="All sessions are in the background">
      Bring one back to see its terminal.
    </EmptyState>
  );
}

function NoTerminals({ onOrchestrate }: { onOrchestrate(runs: 'claude' | 'shell'): void }) {
  return (
    <EmptyState
      icon={SquareTerminal}
      title="No sessions yet"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button icon={Bot} onClick={() => onOrchestrate('claude')}>
            Start the orchestrator
          </Button>
          <Button icon={TerminalIcon} onClick={() => onOrchestrate('shell')}>
            Open a shell
          </Button>
        </div>
      }
    >
      Start a phase in the plan graph: each of its agents gets a terminal here. The orchestrator
      works in the worktree where branches are merged.
    </EmptyState>
  );
}

/** The terminal in front: that of the selected agent, else the one that had the focus last. */
function useCurrent(
  entries: readonly TerminalEntry[],
): readonly [TerminalEntry | null, (entry: TerminalEntry) => void] {
  const selected = useSelection((state) => state.node);
  const [entered, setEntered] = useState<string | null>(null);
  const [followed, setFollowed] = useState<string | null>(null);
  if (selected !== followed) {
    setFollowed(selected);
    if (entries.some((entry) => entry.key === selected)) setEntered(selected);
  }
  const current = entries.find((entry) => entry.key === entered) ?? entries[0] ?? null;
  return [
    current,
    (entry) => {
      setEntered(entry.key);
      if (entry.agent) useSelection.getState().select(entry.key);
    },
  ];
}

/** Disposes the terminals of sessions that are no longer part of the run. */
function useOnlyTheseTerminals(entries: readonly TerminalEntry[]): void {
  const link = useLink();
  const sessions = entries.map((entry) => entry.session.id).join(' ');
  useEffect(() => {
    const kept = sessions === '' ? [] : sessions.split(' ').map(Number);
    terminalsOf(link).keepOnly(kept);
  }, [link, sessions]);
}
