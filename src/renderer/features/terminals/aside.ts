import { create } from 'zustand';
import { showPane } from '../../app/panes.ts';
import type { Link } from '../../link/index.ts';
import type { Aside } from './entries.ts';
import { terminalsOf } from './terminals.ts';

export const useAside = create<{ readonly aside: Aside | null }>(() => ({ aside: null }));

/** Adds the terminal of such a session to those of the agents and brings the focus into it. */
export function showAside(link: Link, aside: Aside): void {
  useAside.setState({ aside });
  showPane('terminals');
  terminalsOf(link).of(aside.session.id).focus();
}
