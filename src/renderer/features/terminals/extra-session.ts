import { create } from 'zustand';
import type { Link } from '../../link/index.ts';
import { useWorkspace } from '../../page/workspace.ts';
import type { ExtraSession } from './entries.ts';
import { enterSession } from './focus-terminal.ts';

interface ExtraSessions {
  /** By project and feature, because each plan has its own. */
  readonly by: Readonly<Record<string, ExtraSession>>;
}

const useExtraSessions = create<ExtraSessions>(() => ({ by: {} }));

/** The extra session (of no agent) shown last for this run; null if there was none. */
export function useExtraSession(project: string, feature: string): ExtraSession | null {
  return useExtraSessions((state) => state.by[extraSessionKey(project, feature)] ?? null);
}

function extraSessionKey(project: string, feature: string): string {
  return `${project} ${feature}`;
}

/** Adds the terminal of an extra session and focuses it. */
export function showExtraSession(link: Link, extra: ExtraSession): void {
  const { project, run } = useWorkspace.getState();
  if (!project || !run) return;
  const key = extraSessionKey(project.id, run.feature);
  useExtraSessions.setState(({ by }) => ({ by: { ...by, [key]: extra } }));
  enterSession(link, extra.session);
}
