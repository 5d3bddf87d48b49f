import type { JournalLine } from '../../../shared/contract/run.ts';
import type { JournalEntry } from './journal-entry.ts';

/** The display title of an agent, sync point or phase. */
type Titles = (key: string) => string;

/** The journal as sentences, newest first. */
export function journalLines(entries: readonly JournalEntry[], title: Titles): JournalLine[] {
  return entries
    .map((entry) => ({
      at: entry.at,
      kind: entry.kind,
      subject: subjectOf(entry),
      text: wordsOf(entry, title),
    }))
    .reverse();
}

function subjectOf(entry: JournalEntry): string | null {
  if ('agent' in entry) return entry.agent;
  if ('sync' in entry) return entry.sync;
  return null;
}

const short = (oid: string) => oid.slice(0, 10);

function wordsOf(entry: JournalEntry, title: Titles): string {
  const named = (keys: readonly string[]) => keys.map(title).join(', ');
  switch (entry.kind) {
    case 'feature.cut':
      return `${entry.branch} cut from ${entry.base} at ${short(entry.commit)}`;
    case 'phase.started':
      return `Start of ${named(entry.phase.split(' '))}: ${named(entry.agents)}`;
    case 'agent.queued':
      return entry.problem ? `Could not start: ${entry.problem}` : 'Queued';
    case 'agent.dequeued':
      return 'Taken off the queue';
    case 'agent.creating':
      return `Making ${entry.path} on ${entry.branch}`;
    case 'agent.created':
      return `Worktree ${entry.path} ${entry.adopted ? 'adopted, based on' : 'made from'} ${short(entry.base)}`;
    case 'agent.moving':
      return `Moving ${entry.from} to ${entry.to}`;
    case 'agent.moved':
      return `Worktree is at ${entry.path}`;
    case 'agent.setup':
      return `Set-up ended with exit code ${entry.exit}`;
    case 'agent.ready':
      return 'Ready to work';
    case 'agent.failed':
      return entry.message;
    case 'agent.cancelled':
      return 'Start cancelled, nothing left behind';
    case 'agent.removed':
      return `Worktree ${entry.path} removed${entry.trash ? `, restorable as ${entry.trash}` : ''}`;
    case 'session.started':
      return 'Session started';
    case 'session.stopped':
      return 'Session stopped';
    case 'session.failed':
      return `Session not started: ${entry.message}`;
    case 'session.strayed':
      return `Changed ${entry.path} in the folder of ${title(entry.owner)}`;
    case 'agent.accepted':
      return entry.head ? `Work accepted at ${short(entry.head)}` : 'Work no longer accepted';
    case 'tick':
      return `${entry.on ? 'Ticked' : 'Unticked'} ${entry.item}`;
    case 'sync.leftovers':
      return `Committing what is left in ${entry.path}`;
    case 'sync.begin':
      return beginWords(entry, title);
    case 'sync.step':
      return entry.step === 'search'
        ? `Looking for the culprit: ${searchedWords(entry.data['agents'], title)}`
        : `Step ${entry.step}`;
    case 'sync.end':
      return endWords(entry);
    case 'sync.undoing':
      return `Undoing: from ${short(entry.from)} to ${short(entry.to)}`;
    case 'sync.undone':
      return `Undone: the branch is at ${short(entry.to)} again`;
  }
}

function searchedWords(agents: unknown, title: Titles): string {
  const names = Array.isArray(agents) ? agents.filter((name) => typeof name === 'string') : [];
  return names.length > 0 ? names.map(title).join(' + ') : 'without any of them';
}

function endWords(entry: Extract<JournalEntry, { kind: 'sync.end' }>): string {
  const { outcome, commit, message, flaky = [], pushed = [] } = entry;
  return [
    outcome === 'landed' ? `Landed as ${short(commit ?? '')}` : outcome,
    ...(outcome !== 'landed' && message ? [`: ${message}`] : []),
    ...flaky.map((step) => `; \`${step}\` passed only on retry`),
    ...pushed.map(({ branch, ok, message: how }) =>
      ok ? `; ${branch} pushed` : `; ${branch} not pushed: ${how}`,
    ),
  ].join('');
}

function beginWords(entry: Extract<JournalEntry, { kind: 'sync.begin' }>, title: Titles): string {
  const heads = entry.heads.map((head) => `${title(head.agent)} ${short(head.oid)}`).join(', ');
  const left = entry.leftOut.length > 0 ? `, without ${entry.leftOut.map(title).join(', ')}` : '';
  const overrides = entry.overrides.map(({ item, reason }) => `; ${item} overridden: ${reason}`);
  const fix = entry.fix ? ` with the fix ${short(entry.fix.commit)}` : '';
  return `Merging ${heads}${left}${fix} into ${short(entry.before)}${overrides.join('')}`;
}
