import { backgroundKey, sendToBackground } from '../../page/background.ts';
import { arrange } from './arrangement.ts';
import type { TerminalEntry } from './entries.ts';
import {
  changeStanding,
  closeSplit,
  type Direction,
  dock,
  float,
  splitOff,
  toggleMaximised,
} from './pane-layout.ts';
import type { VisiblePanes } from './visible-panes.ts';

/** Actions that change where a terminal is shown; null when not possible. */
export interface PaneActions {
  readonly maximised: boolean;
  readonly maximise: (() => void) | null;
  readonly split: { readonly beside: string; into(direction: Direction): void } | null;
  readonly closeSplit: (() => void) | null;
  readonly float: (() => void) | null;
  readonly dock: (() => void) | null;
  background(): void;
}

/** Builds the actions of a pane. `show` brings a docked terminal to the front. */
export function paneActions(
  entry: TerminalEntry,
  visiblePanes: VisiblePanes<TerminalEntry>,
  { feature, show }: { readonly feature: string; show(entry: TerminalEntry): void },
): PaneActions {
  const { docked, shown, floating, split } = visiblePanes;
  const keyOf = (one: TerminalEntry) => backgroundKey(feature, one.key);
  const key = keyOf(entry);
  const floats = floating.includes(entry);
  const beside = nextBeside(entry, docked, split ? shown : [entry]);
  return {
    maximised: visiblePanes.maximised === entry,
    maximise:
      floats || docked.length > 1 ? () => changeStanding((now) => toggleMaximised(now, key)) : null,
    split:
      floats || !beside
        ? null
        : {
            beside: beside.title,
            into(direction) {
              arrange('tabs');
              changeStanding((now) => splitOff(now, { key, beside: keyOf(beside), direction }));
              show(entry);
            },
          },
    closeSplit: split
      ? () => {
          // Bring a remaining pane to the front, not the removed one.
          const next = shown.find((one) => one !== entry);
          if (next) show(next);
          changeStanding((now) => closeSplit(now, key));
        }
      : null,
    float: floats ? null : () => changeStanding((now) => float(now, key, windowSize())),
    dock: floats ? () => changeStanding((now) => dock(now, key)) : null,
    background: () => sendToBackground([key]),
  };
}

/** The next docked terminal after this one that is not visible yet. */
function nextBeside(
  entry: TerminalEntry,
  docked: readonly TerminalEntry[],
  there: readonly TerminalEntry[],
): TerminalEntry | null {
  const at = docked.indexOf(entry);
  const around = [...docked.slice(at + 1), ...docked.slice(0, Math.max(0, at))];
  return around.find((one) => !there.includes(one)) ?? null;
}

function windowSize() {
  return { width: window.innerWidth, height: window.innerHeight };
}
