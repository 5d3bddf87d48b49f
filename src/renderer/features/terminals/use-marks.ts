import { useEffect, useRef } from 'react';
import { looked, mark } from '../../page/attention.ts';
import type { TerminalEntry } from './entries.ts';

/** Marks terminals that rang or whose agents changed state while they were not shown, until they are. */
export function useMarks(entries: readonly TerminalEntry[], shown: readonly TerminalEntry[]): void {
  const known = useRef(new Map<number, string>());
  useEffect(() => {
    const inView = shown.map((entry) => entry.session.id);
    for (const { session, state } of entries) {
      // The host forgets it as soon as the terminal is shown; a bell is settled by going there only.
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
