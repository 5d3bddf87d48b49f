import { create } from 'zustand';

/** The session whose terminal the person was sent to and that is not visible yet. */
export const useEntering = create<{ readonly session: number | null }>(() => ({ session: null }));

/** Sends the person to a session: its pane comes to the front, scrolls into view and flashes as soon as it exists. */
export function lead(session: number): void {
  useEntering.setState({ session });
}

/** Called by the pane once it is shown. */
export function arrived(session: number): void {
  if (useEntering.getState().session === session) useEntering.setState({ session: null });
}
