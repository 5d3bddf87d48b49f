import type { SyncView } from '../../../shared/contract/run.ts';
import type { SyncResult, VerifyResult } from '../../../shared/contract/sync.ts';

/** The one button's words. */
export function mergeWords(branches: number): string {
  return branches === 1 ? 'Merge 1 branch' : `Merge ${branches} branches`;
}

export function strategyWords(strategy: SyncView['strategy']): string {
  return strategy === 'squash'
    ? 'Squashes each branch into one commit.'
    : 'Makes a merge commit for each branch.';
}

interface Outcome {
  readonly tone: 'good' | 'bad' | 'warning';
  readonly title: string;
  readonly next: string;
}

/** What an attempt came to, and what to do next. */
export function outcomeWords(result: SyncResult): Outcome {
  const conflicts = result.files.filter((file) => file.outcome === 'conflict');
  switch (result.outcome) {
    case 'landed':
      return {
        tone: 'good',
        title: `Landed as ${result.commit?.slice(0, 8) ?? 'a new commit'}.`,
        next: 'The feature branch has moved; what comes after starts from here.',
      };
    case 'conflict':
      return {
        tone: 'bad',
        title: conflictWords(conflicts),
        next: result.message ?? 'The feature branch stayed where it was.',
      };
    case 'blocked':
      return {
        tone: 'warning',
        title: 'The gate is closed; nothing was merged.',
        next: result.message ?? 'See the open items of the checklist.',
      };
    case 'verify-failed':
      return {
        tone: 'bad',
        title: result.culprit ?? 'Verification failed on the merged result.',
        next: result.message ?? 'The feature branch stayed where it was.',
      };
  }
}

/** What verification without a merge came to: its own words, and what they mean for the next step. */
export function verificationWords({ outcome, message }: VerifyResult): Outcome {
  const words = { title: message, next: VERIFIED_NEXT[outcome] };
  switch (outcome) {
    case 'passed':
      return { tone: 'good', ...words };
    case 'failed':
    case 'conflict':
      return { tone: 'bad', ...words };
    case 'nothing':
      return { tone: 'warning', ...words };
  }
}

const VERIFIED_NEXT: Record<VerifyResult['outcome'], string> = {
  passed: 'Nothing was merged; the feature branch is where it was.',
  failed: "Nothing was merged. Correct it in an agent's worktree, commit, and try again.",
  conflict: 'So nothing could be verified, and nothing was merged.',
  nothing: 'What a sync point runs is in its inspector; branches come with their first commit.',
};

/** "3 files conflict between backend and frontend." */
export function conflictWords(files: readonly { readonly agents: readonly string[] }[]): string {
  const agents = [...new Set(files.flatMap((file) => file.agents))];
  const count = files.length === 1 ? '1 file conflicts' : `${files.length} files conflict`;
  if (agents.length === 0) return `${count}.`;
  const names = agents.length === 1 ? agents[0] : listed(agents);
  return `${count} between ${names}.`;
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
