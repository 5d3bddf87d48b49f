import type { SyncView } from '../../../shared/contract/run.ts';
import type {
  LandedView,
  SyncPreview,
  SyncResult,
  VerifyResult,
} from '../../../shared/contract/sync.ts';
import { counted } from '../../../shared/count-words.ts';

/** The one button's words. */
export function mergeWords(branches: number): string {
  return branches === 1 ? 'Merge 1 branch' : `Merge ${branches} branches`;
}

/** What the button does, and how much comes in where a preview tells. */
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

/** What else came of an attempt: steps that passed at the second try only, and pushes. */
export function asideWords(result: SyncResult | VerifyResult): string[] {
  const { flaky } = result;
  const unsteady =
    flaky.length > 0 ? [`Failed once and passed when run again: ${flaky.join(', ')}.`] : [];
  const pushes = 'pushed' in result ? result.pushed : [];
  return [
    ...unsteady,
    ...pushes.map(({ branch, ok, message }) =>
      ok ? `Pushed ${branch}.` : `Not pushed: ${branch}. ${message}`,
    ),
  ];
}

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** When a merge landed and how its verification went, as far as that is kept. */
export function landedWords({ at, flaky, verification }: LandedView): string {
  const when = `Merged ${dateTime.format(at)}.`;
  const unsteady = flaky.map((step) => ` ${step} passed only when it was run again.`).join('');
  return `${when} ${VERIFIED[verification]}${unsteady}`;
}

const VERIFIED: Record<LandedView['verification'], string> = {
  none: 'Nothing was to be verified.',
  kept: 'Verification passed; its output is below.',
  gone: 'Verification passed; its output is not kept any more.',
};

/** The tail of the output that goes with a question: enough to see what failed. */
const TAIL_LINES = 60;

/** What an agent, or who looks after the whole, is asked after a verification has failed. */
export function askPrompt(failed: {
  readonly sync: string;
  readonly culprit: string;
  readonly log: string;
  /** For the orchestrator, which works where the merged result is checked out. */
  readonly whole?: boolean;
}): string {
  const tail = failed.log.trimEnd().split(/\r?\n/).slice(-TAIL_LINES).join('\n');
  return [
    `${failed.whole ? 'The branches were merged' : 'Your branch was merged with the others'} for ${failed.sync}, and verification failed: ${failed.culprit}`,
    ...(tail ? [`The end of its output:\n\n${tail}`] : []),
    failed.whole
      ? 'The merged result is checked out in your folder. Find out why, correct it there and commit.'
      : 'Find out why, correct it in your worktree and commit.',
  ].join('\n\n');
}

/** What a person calls an agent. */
type Titles = (agent: string) => string;

const asIs: Titles = (agent) => agent;

interface Outcome {
  readonly tone: 'good' | 'bad' | 'warning';
  readonly title: string;
  readonly next: string;
}

/** What an attempt came to, and what to do next. */
export function outcomeWords(result: SyncResult, title: Titles = asIs): Outcome {
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
        title: conflictWords(conflicts, title),
        next: 'The feature branch stayed where it was. Resolve settles it here, file by file.',
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

/** The message begins with what failed, which is the title already. */
function afterTitle({ message, culprit }: SyncResult): string {
  const said = message ?? 'The feature branch stayed where it was.';
  const title = `Verification failed: ${culprit}.`;
  return culprit !== null && said.startsWith(title) ? said.slice(title.length).trim() : said;
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
