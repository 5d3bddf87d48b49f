import { changeLayout, useLayout } from '../../page/layout.ts';
import type { TerminalEntry } from './entries.ts';

/** Panes of ended sessions that the person closed; remembered per project. */

const NONE: readonly string[] = [];
/** Maximum number of remembered closed panes; the sessions of older ones no longer appear. */
const REMEMBERED = 200;

function keyOf(feature: string, { key, session }: TerminalEntry): string {
  return `${feature}/${key}/${session.id}`;
}

/** Returns a function that says whether a pane was closed; panes of running sessions never are. */
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
