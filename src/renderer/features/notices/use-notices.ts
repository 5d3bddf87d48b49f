import { useEffect, useRef } from 'react';
import type { InboxItem } from '../../../shared/contract/run.ts';
import { type NoticePort, noticePort } from '../../link/index.ts';
import { isMuted } from '../../page/muted.ts';
import { sound } from '../../page/sounds.ts';
import { useTheme } from '../../page/theme.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { goToItem } from '../inbox/index.ts';
import { isQuiet, noticeOf, soundOf, Told } from './events.ts';

const TITLE = 'Tributary';

/** Tells a person what begins to wait for them: a number in the title, a sound, a notice of the system. */
export function useNotices(): void {
  // From the start on, or it would not hear that the system refuses notices.
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
    const told = new Told();
    const look = () => {
      const inbox = useWorkspace.getState().run?.inbox;
      const fresh = told.fresh(inbox ?? []);
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
  // Who looks at the window sees it there.
  const refused = port.permission() !== 'granted' && port.refusal() === null;
  if (!chosen.desktop || refused || document.hasFocus()) return;
  const { run } = useWorkspace.getState();
  for (const item of loud) port.show(noticeOf(item, titleOf(run, item.agent ?? item.sync ?? '')));
}

/** Of several pages that show the same run, one speaks; the next one when it is closed. */
function useSpeaker(key: string | null): { readonly current: boolean } {
  const speaks = useRef(false);
  useEffect(() => {
    if (key === null) return;
    // Absent where a page is not served from this machine: then each page speaks for itself.
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
      // Left while it waited for its turn.
      .catch(() => undefined);
    return () => stop.abort();
  }, [key]);
  return speaks;
}
