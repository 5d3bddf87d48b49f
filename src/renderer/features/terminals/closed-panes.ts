import { changeLayout, useLayout } from '../../page/layout.ts';
import type { TerminalEntry } from './entries.ts';

/** Panes of sessions that are over and that a person closed; remembered for the project. */

const NONE: readonly string[] = [];
/** Closed panes that are remembered: older ones have made room for other sessions long ago. */
const REMEMBERED = 200;

function keyOf(feature: string, { key, session }: TerminalEntry): string {
  return `${feature}/${key}/${session.id}`;
}

/** Whether a pane was closed; one that lives never is. */
export function useClosed(feature: string): (entry: TerminalEntry) => boolean {
  const closed = useLayout((state) => state.layout?.closed ?? NONE);
  return (entry) => !entry.session.alive && closed.includes(keyOf(feature, entry));
}

export function closePane(feature: string, entry: TerminalEntry): void {
  changeLayout((layout) => ({
    ...layout,
    closed: [...(layout.closed ?? NONE), keyOf(feature, entry)].slice(-REMEMBERED),
  }));
}
