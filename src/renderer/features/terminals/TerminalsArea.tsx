import { SquareTerminal, Terminal as TerminalIcon } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { RunView } from '../../../shared/contract/run.ts';
import { act } from '../../app/act.ts';
import { backgroundKey, bringBack, sendToBackground, useBackground } from '../../app/background.ts';
import { usePaneVisible } from '../../app/panes.ts';
import { useSelection } from '../../app/selection.ts';
import { useLink } from '../../link/index.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ArrangementBar } from './ArrangementBar.tsx';
import { useArrangement } from './arrangement.ts';
import { useAside } from './aside.ts';
import { ORCHESTRATOR, type TerminalEntry, terminalEntries } from './entries.ts';
import { changeFont } from './font.ts';
import { fontStep, terminalStep } from './keys.ts';
import { LeftStrip } from './LeftStrip.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { TerminalPane } from './TerminalPane.tsx';
import { TerminalTabs } from './TerminalTabs.tsx';
import { terminalsOf } from './terminals.ts';
import { useAskOnClose } from './use-ask-on-close.ts';
import { useMarks } from './use-marks.ts';
import './terminals.css';

const NOTHING: readonly TerminalEntry[] = [];

/** The terminals of a run: one pane for each agent with a session, and the orchestrator's shell. */
export function TerminalsArea({ run, project }: { run: RunView; project: string }) {
  const link = useLink();
  const { feature } = run;
  const aside = useAside((state) => state.aside);
  const background = useBackground();
  const away = (entry: TerminalEntry) => background.includes(backgroundKey(feature, entry.key));
  const all = terminalEntries(run, aside);
  const entries = all.filter((entry) => !away(entry));
  const inBackground = all.filter(away);
  const arrangement = useArrangement();
  const [current, show] = useCurrent(entries);
  const [maximised, setMaximised] = useState<string | null>(null);
  useOnlyTheseTerminals(entries);

  const openShell = () => act(() => link.api.session.orchestrator({ project, feature }));
  const whole = entries.find((entry) => entry.key === maximised) ?? null;
  const single = whole ?? (arrangement === 'tiles' ? null : current);
  const shown = single ? [single] : entries;
  const inView = usePaneVisible('terminals');
  useMarks(all, inView ? shown : NOTHING);
  useAskOnClose(all.some((entry) => entry.session.alive));
  const keysOf = (some: readonly TerminalEntry[]) =>
    some.map((entry) => backgroundKey(feature, entry.key));

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
      show(next);
      if (whole) setMaximised(next.key);
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
      <LeftStrip run={run} project={project} />
      {all.length === 0 ? (
        <NoTerminals onOpenShell={openShell} />
      ) : (
        <>
          <ArrangementBar
            arrangement={arrangement}
            shellOpen={all.some((entry) => entry.key === ORCHESTRATOR)}
            onOpenShell={openShell}
            inBackground={inBackground}
            onBringBack={(some) => {
              bringBack(keysOf(some));
              const [first] = some;
              if (first) terminalsOf(link).of(first.session.id).focus();
            }}
            onAllToBackground={entries.length > 0 ? () => sendToBackground(keysOf(entries)) : null}
          />
          {arrangement !== 'tiles' && !whole && entries.length > 0 && (
            <TerminalTabs
              entries={entries}
              current={single}
              compact={arrangement === 'one'}
              onShow={show}
            />
          )}
          {entries.length === 0 ? (
            <EmptyState icon={SquareTerminal} title="All sessions work in the background">
              Bring one back to see its terminal.
            </EmptyState>
          ) : (
            <div className="terminal-tiles min-h-0 flex-1" data-count={shown.length}>
              {shown.map((entry) => (
                <TerminalPane
                  key={entry.key}
                  entry={entry}
                  project={project}
                  feature={feature}
                  maximised={entry === whole}
                  onMaximise={
                    entries.length > 1
                      ? () => setMaximised(entry === whole ? null : entry.key)
                      : null
                  }
                  onBackground={() => sendToBackground(keysOf([entry]))}
                  onEnter={() => show(entry)}
                />
              ))}
            </div>
          )}
        </>
      )}
      <LinkDialog />
    </section>
  );
}

/** The terminal that a key was pressed in. */
function entered(event: KeyboardEvent, entries: readonly TerminalEntry[]) {
  const { target } = event;
  const pane = target instanceof Element ? target.closest('[data-terminal-pane]') : null;
  return entries.find((entry) => entry.key === pane?.getAttribute('data-terminal-pane'));
}

function NoTerminals({ onOpenShell }: { onOpenShell(): void }) {
  return (
    <EmptyState
      icon={SquareTerminal}
      title="No sessions yet"
      action={
        <Button icon={TerminalIcon} onClick={onOpenShell}>
          Open a shell
        </Button>
      }
    >
      Start a phase in the plan graph, and each agent works in its own terminal here.
    </EmptyState>
  );
}

/** The entry in front: the selected agent's, and the one that was entered last while something else is selected. */
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

/** Lets go of the terminals of sessions that are no longer part of the run. */
function useOnlyTheseTerminals(entries: readonly TerminalEntry[]): void {
  const link = useLink();
  const sessions = entries.map((entry) => entry.session.id).join(' ');
  useEffect(() => {
    const kept = sessions === '' ? [] : sessions.split(' ').map(Number);
    terminalsOf(link).keepOnly(kept);
  }, [link, sessions]);
}
