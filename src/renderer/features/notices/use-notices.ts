import { useEffect, useRef } from 'react';
import type { InboxItem } from '../../../shared/contract/run.ts';
import { type NoticePort, noticePort } from '../../link/index.ts';
import { isMuted } from '../../page/muted.ts';
import { sound } from '../../page/sounds.ts';
import { useTheme } from '../../page/theme.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { goToItem } from '../inbox/index.ts';
import { isQuiet, NotifiedItems, noticeOf, soundOf } from './events.ts';

const TITLE = 'Tributary';

/** Notifies the person of new inbox items: by a number in the page title, a sound, and a system notice. */
export function useNotices(): void {
  // Create the port at the start; later it would miss that the system refuses notices.
  useEffect(() => void noticePort(), []);
  const waiting = useWorkspace((state) => state.run?.inbox.length ?? 0);
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) ${TITLE}` : TITLE;
  }, [waiting]);

  const project = useWorkspace((state) => state.project?.id ?? null);
  const feature = useWorkspace((state) => state.run?.feature ?? null);
  const speaks = useSpeaker(project && feature ? `${project} ${feature}` : null);
  useEffect(() => {
    if (!project || !feature) return;
    const port = noticePort();
    const notified = new NotifiedItems();
    const look = () => {
      const inbox = useWorkspace.getState().run?.inbox;
      const fresh = notified.fresh(inbox ?? []);
      if (speaks.current) tell(port, feature, fresh);
    };
    look();
    const unsubscribe = useWorkspace.subscribe((now, before) => {
      if (now.run?.feature === feature && now.run.inbox !== before.run?.inbox) look();
    });
    const deaf = port.onChosen(goToItem);
    return () => {
      unsubscribe();
      deaf();
    };
  }, [project, feature, speaks]);
}

function tell(port: NoticePort, feature: string, fresh: readonly InboxItem[]): void {
  const chosen = useTheme.getState().preferences.notices;
  const loud = fresh.filter(({ agent }) => agent === null || !isMuted(feature, agent));
  if (loud.length === 0 || isQuiet(chosen, new Date())) return;
  const which = soundOf(loud, chosen);
  if (which) sound(which);
  // Show no system notice while the window has the focus.
  const refused = port.permission() !== 'granted' && port.refusal() === null;
  if (!chosen.desktop || refused || document.hasFocus()) return;
  const { run } = useWorkspace.getState();
  for (const item of loud) port.show(noticeOf(item, titleOf(run, item.agent ?? item.sync ?? '')));
}

/** Elects one of several pages that show the same run to notify; when it is closed, another one takes over. */
function useSpeaker(key: string | null): { readonly current: boolean } {
  const speaks = useRef(false);
  useEffect(() => {
    if (key === null) return;
    // Locks are missing on pages that are not served from this machine; then every page notifies.
    const { locks }: Partial<Navigator> = navigator;
    if (!locks) {
      speaks.current = true;
      return;
    }
    const stop = new AbortController();
    const held = () =>
      new Promise<void>((resolve) => {
        speaks.current = true;
        stop.signal.addEventListener('abort', () => {
          speaks.current = false;
          resolve();
        });
      });
    locks
      .request(`tributary-notices ${key}`, { signal: stop.signal }, held)
      // The page left while it waited for the lock.
      .catch(() => undefined);
    return () => stop.abort();
  }, [key]);
  return speaks;
}
