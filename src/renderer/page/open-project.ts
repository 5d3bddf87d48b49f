import { useEffect, useState } from 'react';
import { type Api, desktopShell, type Trouble, troubleOf, useLink } from '../link/index.ts';
import { loadLayout, useLayout } from './layout.ts';
import { showPlan } from './open-plan.ts';
import { useWorkspace } from './workspace.ts';

/** Session storage key with the path of this tab's project, for a reload. */
const REMEMBERED = 'tributary.project';

/**
 * Opens a repository by path; resolves to the failure, or null. On the desktop, a project that another window shows
 * stays there, and that window comes to the front.
 */
export async function openProject(api: Api, path: string): Promise<Trouble | null> {
  try {
    const project = await api.project.open({ path });
    const place = await desktopShell()?.ask({ kind: 'claim', project: project.path });
    if (place === 'elsewhere') return null;
    await loadLayout(api, project.id);
    sessionStorage.setItem(REMEMBERED, project.path);
    showPlan(null);
    useWorkspace.getState().setProject(project);
    return null;
  } catch (thrown) {
    return troubleOf(thrown);
  }
}

export function closeProject(): void {
  sessionStorage.removeItem(REMEMBERED);
  useWorkspace.getState().setProject(null);
  showPlan(null);
  useLayout.setState({ layout: null, save: null });
}

export interface Opening {
  /** Whether the project of this window is still loading. */
  readonly pending: boolean;
  readonly trouble: Trouble | null;
}

/** Opens the project this window was started for, or the one it showed before a reload. */
export function useOpenedProject(): Opening {
  const { api } = useLink();
  const [opening, setOpening] = useState<Opening>({ pending: true, trouble: null });
  useEffect(() => {
    let left = false;
    async function open() {
      const initial = await api.project.initial().catch(() => ({ path: null }));
      const path = sessionStorage.getItem(REMEMBERED) ?? initial.path;
      if (left) return;
      const trouble = path ? await openProject(api, path) : null;
      if (!left) setOpening({ pending: false, trouble });
    }
    open();
    return () => {
      left = true;
    };
  }, [api]);
  return opening;
}
