import type { SyncView } from '../../../shared/contract/run.ts';
import type {
  LandedView,
  SyncPreview,
  SyncResult,
  VerifyResult,
} from '../../../shared/contract/sync.ts';
import { counted } from '../../../shared/count-words.ts';

/** Label of the merge button. */
export function mergeWords(branches: number): string {
  return branches === 1 ? 'Merge 1 branch' : `Merge ${branches} branches`;
}

/** Says what the merge button does, with the number of commits and files when a preview knows them. */
export function strategyWords(
  strategy: SyncView['strategy'],
  coming: (Pick<SyncPreview, 'commits' | 'makes'> & { readonly files: number }) | null = null,
): string {
  if (strategy === 'squash') {
    if (!coming) return 'Squashes all branches into one commit.';
    return `Squashes ${counted(coming.commits, 'commit')} in ${counted(coming.files, 'file')} into one.`;
  }
  if (!coming) return 'Makes merge commits.';
  const what =
    coming.makes === null ? 'Merges' : `Makes ${counted(coming.makes, 'merge commit')} for`;
  return `${what} ${counted(coming.commits, 'commit')} in ${counted(coming.files, 'file')}.`;
}

/** Further results of an attempt: steps that passed only on a retry, and pushes. */
export function furtherResults(result: SyncResult | VerifyResult): string[] {
  const { flaky } = result;
  const unsteady =
    flaky.length > 0 ? [`Failed once, then passed on a retry: ${flaky.join(', ')}.`] : [];
  const pushes = 'pushed' in result ? result.pushed : [];
  return [
    ...unsteady,
    ...pushes.map(({ branch, ok, message }) =>
      ok ? `Pushed ${branch}.` : `Not pushed: ${branch}. ${message}`,
    ),
  ];
}

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** When a merge landed and whether verification passed, as far as the journal still holds it. */
export function landedWords({ at, flaky, verification }: LandedView): string {
  const when = `Merged ${dateTime.format(at)}.`;
  const unsteady = flaky.map((step) => ` ${step} passed only on a retry.`).join('');
  return `${when} ${VERIFIED[verification]}${unsteady}`;
}

const VERIFIED: Record<LandedView['verification'], string> = {
  none: 'No verification was configured.',
  kept: 'Verification passed; its output is below.',
  gone: 'Verification passed; its output is no longer kept.',
};

/** Lines of output, counted from its end, quoted in a question: enough to see what failed. */
const TAIL_LINES = 60;

/** Prompt for an agent or the orchestrator after a failed verification. */
export function askPrompt(failed: {
  readonly sync: string;
  readonly culprit: string;
  readonly log: string;
  /** For the orchestrator, which works in the checkout of the merged result. */
  readonly whole?: boolean;
}): string {
  const tail = failed.log.trimEnd().split(/\r?\n/).slice(-TAIL_LINES).join('\n');
  return [
    `${failed.whole ? 'The branches were merged' : 'Your branch was merged with the others'} for ${failed.sync}, and verification failed: ${failed.culprit}`,
    ...(tail ? [`The end of its output:\n\n${tail}`] : []),
    failed.whole
      ? 'The merged result is checked out in your folder. Find the cause, fix it there and commit.'
      : 'Find the cause, fix it in your worktree and commit.',
  ].join('\n\n');
}

/** Maps the key of an agent to its title. */
type Titles = (agent: string) => string;

const asIs: Titles = (agent) => agent;

interface Outcome {
  readonly tone: 'good' | 'bad' | 'warning';
  readonly title: string;
  readonly next: string;
}

/** Result of a merge, and what to do next. */
export function outcomeWords(result: SyncResult, title: Titles = asIs): Outcome {
  const conflicts = result.files.filter((file) => file.outcome === 'conflict');
  switch (result.outcome) {
    case 'landed':
      return {
        tone: 'good',
        title: `Landed as ${result.commit?.slice(0, 8) ?? 'a new commit'}.`,
        next: 'The feature branch has moved; later phases start from this commit.',
      };
    case 'conflict':
      return {
        tone: 'bad',
        title: conflictWords(conflicts, title),
        next: 'The feature branch has not moved. Resolve the conflicts here, file by file.',
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
        next: afterTitle(result),
      };
  }
}

/** The message without its first sentence, which is already the title. */
function afterTitle({ message, culprit }: SyncResult): string {
  const said = message ?? 'The feature branch has not moved.';
  const title = `Verification failed: ${culprit}.`;
  return culprit !== null && said.startsWith(title) ? said.slice(title.length).trim() : said;
}

/** Result of a verification without a merge: its message, and the next step. */
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
  passed: 'Nothing was merged; the feature branch has not moved.',
  failed: "Nothing was merged. Fix it in an agent's worktree, commit, and try again.",
  conflict: 'Nothing was verified or merged.',
  nothing:
    'Add verification steps in the inspector. A branch can be verified once it has a commit.',
};

/** "3 files conflict between Backend and Frontend." */
export function conflictWords(
  files: readonly { readonly agents: readonly string[] }[],
  title: Titles = asIs,
): string {
  const agents = [...new Set(files.flatMap((file) => file.agents))].map(title);
  const count = files.length === 1 ? '1 file conflicts' : `${files.length} files conflict`;
  if (agents.length === 0) return `${count}.`;
  const names = agents.length === 1 ? agents[0] : listed(agents);
  return `${count} between ${names}.`;
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
