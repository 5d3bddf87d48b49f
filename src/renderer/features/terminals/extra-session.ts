import { create } from 'zustand';
import type { Link } from '../../link/index.ts';
import { useWorkspace } from '../../page/workspace.ts';
import type { Aside } from './entries.ts';
import { enterSession } from './focus-terminal.ts';

interface Asides {
  /** By project and feature, because each plan has its own. */
  readonly by: Readonly<Record<string, Aside>>;
}

const useAsides = create<Asides>(() => ({ by: {} }));

/** The extra session (of no agent) shown last for this run; null if there was none. */
export function useAside(project: string, feature: string): Aside | null {
  return useAsides((state) => state.by[asideKey(project, feature)] ?? null);
}

function asideKey(project: string, feature: string): string {
  return `${project} ${feature}`;
}

/** Adds the terminal of an extra session and focuses it. */
export function showAside(link: Link, aside: Aside): void {
  const { project, run } = useWorkspace.getState();
  if (!project || !run) return;
  const key = asideKey(project.id, run.feature);
  useAsides.setState(({ by }) => ({ by: { ...by, [key]: aside } }));
  enterSession(link, aside.session);
}
