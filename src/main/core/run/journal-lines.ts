import type { JournalLine } from '../../../shared/contract/run.ts';
import type { JournalEntry } from './journal-entry.ts';

/** The journal in words, newest first. */
export function journalLines(entries: readonly JournalEntry[]): JournalLine[] {
  return entries
    .map((entry) => ({
      at: entry.at,
      kind: entry.kind,
      subject: subjectOf(entry),
      text: wordsOf(entry),
    }))
    .reverse();
}

function subjectOf(entry: JournalEntry): string | null {
  if ('agent' in entry) return entry.agent;
  if ('sync' in entry) return entry.sync;
  return null;
}

const short = (oid: string) => oid.slice(0, 10);

function wordsOf(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'feature.cut':
      return `${entry.branch} cut from ${entry.base} at ${short(entry.commit)}`;
    case 'phase.started':
      return `Start of ${entry.phase}: ${entry.agents.join(', ')}`;
    case 'agent.creating':
      return `Making ${entry.path} on ${entry.branch}`;
    case 'agent.created':
      return `Worktree ${entry.path} made from ${short(entry.base)}`;
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
    case 'tick':
      return `${entry.on ? 'Ticked' : 'Unticked'} ${entry.item}`;
    case 'sync.begin':
      return beginWords(entry);
    case 'sync.step':
      return `Step ${entry.step}`;
    case 'sync.end':
      return entry.outcome === 'landed'
        ? `Landed as ${short(entry.commit ?? '')}`
        : `${entry.outcome}${entry.message ? `: ${entry.message}` : ''}`;
    case 'sync.undoing':
      return `Undoing: from ${short(entry.from)} to ${short(entry.to)}`;
    case 'sync.undone':
      return `Undone: the branch is at ${short(entry.to)} again`;
  }
}

function beginWords(entry: Extract<JournalEntry, { kind: 'sync.begin' }>): string {
  const heads = entry.heads.map((head) => `${head.agent} ${short(head.oid)}`).join(', ');
  const left = entry.leftOut.length > 0 ? `, without ${entry.leftOut.join(', ')}` : '';
  const overrides = entry.overrides.map(({ item, reason }) => `; ${item} overridden: ${reason}`);
  return `Merging ${heads}${left} into ${short(entry.before)}${overrides.join('')}`;
}
