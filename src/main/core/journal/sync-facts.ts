import type { JournalEntry } from './journal-entry.ts';

/** Steps of a sync transaction. `search` occurs only after a failed verification, the pushes only on request. */
export const SYNC_STEPS = [
  'push-agents',
  'candidate',
  'checkout',
  'verify',
  'search',
  'backup',
  'land',
  'push-feature',
] as const;
export type SyncStep = (typeof SYNC_STEPS)[number];

type Of<Kind extends JournalEntry['kind']> = Extract<JournalEntry, { kind: Kind }>;

/** One sync transaction in the journal. */
export interface JournalledSync {
  readonly sync: string;
  readonly tx: string;
  readonly begin: Of<'sync.begin'>;
  readonly steps: readonly Of<'sync.step'>[];
  readonly end: Of<'sync.end'> | null;
  /** Moving the branch back, started or finished. */
  readonly undoing: Of<'sync.undoing'> | null;
  readonly undone: boolean;
}

/** All transactions of a journal, in order. */
export function foldSyncs(entries: readonly JournalEntry[]): JournalledSync[] {
  const found = new Map<string, JournalledSync>();
  for (const entry of entries) {
    if (entry.kind === 'sync.begin') {
      const { sync, tx } = entry;
      const open = { steps: [], end: null, undoing: null, undone: false };
      found.set(tx, { sync, tx, begin: entry, ...open });
      continue;
    }
    if (!('tx' in entry)) continue;
    const known = found.get(entry.tx);
    if (known) found.set(entry.tx, withEntry(known, entry));
  }
  return [...found.values()];
}

function withEntry(
  known: JournalledSync,
  entry: Of<'sync.step'> | Of<'sync.end'> | Of<'sync.undoing'> | Of<'sync.undone'>,
): JournalledSync {
  switch (entry.kind) {
    case 'sync.step':
      return { ...known, steps: [...known.steps, entry] };
    case 'sync.end':
      return { ...known, end: entry };
    case 'sync.undoing':
      return { ...known, undoing: entry };
    case 'sync.undone':
      return { ...known, undone: true };
  }
}

const CHECKED_OUT: ReadonlySet<string> = new Set(['checkout', 'search']);

/** Commits of the app that transactions checked out in the integration worktree. */
export function candidatesOf(syncs: readonly JournalledSync[]): Set<string> {
  // A fix is somebody's own commit, made there.
  const commits = syncs.flatMap(({ begin, steps }) =>
    begin.fix ? [] : steps.map(({ step, data }) => (CHECKED_OUT.has(step) ? data['commit'] : null)),
  );
  return new Set(commits.filter((commit): commit is string => typeof commit === 'string'));
}

/** Prefix of transaction names for verification without landing. */
export const VERIFY_ONLY = 'verify-';

export function candidateRef(tx: string): string {
  return `refs/tributary/candidate/${tx}`;
}
