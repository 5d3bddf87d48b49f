import { create } from 'zustand';

/** The session whose terminal a person was led to and that has not been shown yet. */
export const useEntering = create<{ readonly session: number | null }>(() => ({ session: null }));

/** Its pane comes to the front, into view and flashes, as soon as it is there. */
export function lead(session: number): void {
  useEntering.setState({ session });
}

/** Called by the pane that was led to. */
export function arrived(session: number): void {
  if (useEntering.getState().session === session) useEntering.setState({ session: null });
}
