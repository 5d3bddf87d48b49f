import { create } from 'zustand';
import type { ReviewSubject } from '../../shared/contract/review.ts';
import { openOverlay } from './overlays.ts';
import { useWorkspace } from './workspace.ts';

/** The sync point whose conflicts the resolver shows. */
export interface ResolveTarget {
  readonly project: string;
  readonly feature: string;
  readonly sync: string;
}

/** The work that is being reviewed. */
export interface ReviewTarget {
  readonly project: string;
  readonly feature: string;
  readonly subject: ReviewSubject;
}

/** The agent whose conversation is shown. */
export interface ConversationTarget {
  readonly project: string;
  readonly feature: string;
  readonly agent: string;
}

interface Sheets {
  readonly resolve: ResolveTarget | null;
  readonly review: ReviewTarget | null;
  readonly conversation: ConversationTarget | null;
}

const NONE: Sheets = { resolve: null, review: null, conversation: null };

/** Targets of the sheets that cover the window; null while closed. */
export const useSheets = create<Sheets>(() => NONE);

export function openResolver(resolve: ResolveTarget): void {
  useSheets.setState({ ...NONE, resolve });
  openOverlay('resolve');
}

export function openReview(review: ReviewTarget): void {
  useSheets.setState({ ...NONE, review });
  openOverlay('review');
}

/** Opens the review of an agent in the shown run, including uncommitted work. */
export function reviewAgent(agent: string): void {
  const { project, run } = useWorkspace.getState();
  if (!project || !run) return;
  const subject = { kind: 'agent', agent, uncommitted: true } as const;
  openReview({ project: project.id, feature: run.feature, subject });
}

/** Opens the conversation of an agent in the shown run. */
export function readConversation(agent: string): void {
  const { project, run } = useWorkspace.getState();
  if (!project || !run) return;
  const conversation = { project: project.id, feature: run.feature, agent };
  useSheets.setState({ ...NONE, conversation });
  openOverlay('conversation');
}

export function closeSheet(): void {
  useSheets.setState(NONE);
  openOverlay(null);
}
