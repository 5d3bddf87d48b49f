import { useEffect, useRef } from 'react';
import { looked, mark } from '../../page/attention.ts';
import type { TerminalEntry } from './entries.ts';

/** Marks terminals that rang the bell or whose agents changed state while hidden, until they are shown. */
export function useMarks(entries: readonly TerminalEntry[], shown: readonly TerminalEntry[]): void {
  const known = useRef(new Map<number, string>());
  useEffect(() => {
    const inView = shown.map((entry) => entry.session.id);
    for (const { session, state } of entries) {
      // Keep the bell here: the host clears it once the terminal is shown, but only focusing the terminal settles it.
      if (session.unseen === 'bell') mark(session.id, 'bell');
      const now = `${state} ${session.since}`;
      const before = known.current.get(session.id);
      known.current.set(session.id, now);
      if (before !== undefined && before !== now && !inView.includes(session.id)) {
        mark(session.id, 'news');
      }
    }
    looked(inView, ['news']);
  }, [entries, shown]);
}
