import type { Conflict, ConflictSide } from '../../../shared/contract/resolve.ts';

type Side = 'base' | 'ours' | 'theirs';

const KINDS: Readonly<Record<string, string>> = {
  contents: 'Both changed the same lines',
  'add/add': 'Both added it, with different content',
  contract: 'The lines merge, but the sides mean different things',
  binary: 'Both changed it, and it is not text',
  mode: 'Both changed its mode',
  submodule: 'Both moved the submodule',
  'file/directory': 'A file here, a folder there',
  'directory/file': 'A file here, a folder there',
  'rename/rename': 'Renamed to different names',
  'rename/add': 'Renamed here, added there',
  'rename/delete': 'Renamed here, deleted there',
  'distinct types': 'Became different kinds of file',
};

/** What met in a file, for somebody who does not know git's classes. `title` names an agent. */
export function kindWords(
  conflict: Pick<Conflict, 'kind' | 'ours' | 'theirs' | 'agents'>,
  title: (agent: string) => string,
): string {
  const { kind, ours, theirs, agents } = conflict;
  if (kind === 'modify/delete' || kind === 'delete/modify') {
    // The last one is merged into what those before it made.
    const last = agents.slice(-1).map(title)[0] ?? 'the other side';
    const before = agents.slice(0, -1).map(title).join(' and ') || 'what was merged before';
    if (!ours && theirs) return `Deleted by ${before}, changed by ${theirs.label}`;
    if (ours && !theirs) return `Changed by ${ours.label}, deleted by ${last}`;
    return 'Deleted on one side, changed on the other';
  }
  return KINDS[kind] ?? kind;
}

/** "Backend's"; what is no name of an agent stands as it is. */
export function whose(side: ConflictSide | null, fallback: string): string {
  const label = side?.label ?? fallback;
  return /s$/.test(label) ? `${label}’` : `${label}’s`;
}

export interface WholeChoice {
  readonly side: Side;
  readonly label: string;
}

/** The choices for a file as a whole, and what each button says. */
export function wholeChoices(conflict: Pick<Conflict, 'base' | 'ours' | 'theirs'>): WholeChoice[] {
  const { base, ours, theirs } = conflict;
  const choices: WholeChoice[] = [];
  if (ours) choices.push({ side: 'ours', label: `Keep ${whose(ours, 'ours')}${what(ours)}` });
  if (theirs) {
    choices.push({ side: 'theirs', label: `Keep ${whose(theirs, 'theirs')}${what(theirs)}` });
  }
  if (!ours) choices.push({ side: 'ours', label: 'Delete the file' });
  else if (!theirs) choices.push({ side: 'theirs', label: 'Delete the file' });
  if (base) choices.push({ side: 'base', label: 'Restore the base version' });
  return choices;
}

const KIND_OF_MODE: Readonly<Record<string, string>> = {
  '100755': ' (executable)',
  '120000': ' (link)',
  '160000': ' (submodule)',
};

function what(side: ConflictSide): string {
  const special = KIND_OF_MODE[side.mode] ?? '';
  return side.mode === '160000' ? `${special} at ${side.oid.slice(0, 8)}` : special;
}

/** How a settled conflict was settled. */
export function settledWords(conflict: Conflict): string {
  const { resolution } = conflict;
  if (!resolution) return '';
  if (resolution.how === 'text') {
    return resolution.by === 'session'
      ? 'Settled with the session’s text'
      : 'Settled in the editor';
  }
  const kept = conflict[resolution.how];
  if (!kept) return 'Settled: the file goes';
  return resolution.how === 'base' ? 'Settled: as it was before both' : `Settled: ${kept.label}`;
}

/** "2 of 5 settled". */
export function progressWords(conflicts: readonly Pick<Conflict, 'state'>[]): string {
  const settled = conflicts.filter((one) => one.state === 'resolved').length;
  return `${settled} of ${conflicts.length} settled`;
}
