import { create } from 'zustand';
import type { ReviewSubject } from '../../shared/contract/review.ts';
import { openOverlay } from './overlays.ts';
import { useWorkspace } from './workspace.ts';

/** Whose conflicts the resolver shows. */
export interface ResolveTarget {
  readonly project: string;
  readonly feature: string;
  readonly sync: string;
}

/** What is being reviewed. */
export interface ReviewTarget {
  readonly project: string;
  readonly feature: string;
  readonly subject: ReviewSubject;
}

interface Sheets {
  readonly resolve: ResolveTarget | null;
  readonly review: ReviewTarget | null;
}

/** What the sheets over the whole window are about; null while they are closed. */
export const useSheets = create<Sheets>(() => ({ resolve: null, review: null }));

export function openResolver(resolve: ResolveTarget): void {
  useSheets.setState({ resolve, review: null });
  openOverlay('resolve');
}

export function openReview(review: ReviewTarget): void {
  useSheets.setState({ review, resolve: null });
  openOverlay('review');
}

/** Opens the review of an agent of the shown run, with its uncommitted work. */
export function reviewAgent(agent: string): void {
  const { project, run } = useWorkspace.getState();
  if (!project || !run) return;
  const subject = { kind: 'agent', agent, uncommitted: true } as const;
  openReview({ project: project.id, feature: run.feature, subject });
}

export function closeSheet(): void {
  useSheets.setState({ resolve: null, review: null });
  openOverlay(null);
}
