import { create } from 'zustand';
import type { Link } from '../../link/index.ts';
import { enterSession } from './enter.ts';
import type { Aside } from './entries.ts';

export const useAside = create<{ readonly aside: Aside | null }>(() => ({ aside: null }));

/** Adds the terminal of such a session to those of the agents and brings the focus into it. */
export function showAside(link: Link, aside: Aside): void {
  useAside.setState({ aside });
  enterSession(link, aside.session);
}
