import type { Conflict, ConflictSide } from '../../../shared/contract/resolve.ts';

type Side = 'base' | 'ours' | 'theirs';

const KINDS: Readonly<Record<string, string>> = {
  contents: 'Both changed the same lines',
  'add/add': 'Both added it, with different content',
  contract: 'The lines merge, but the values contradict each other',
  binary: 'Both changed this binary file',
  mode: 'Both changed its mode',
  submodule: 'Both moved the submodule',
  'file/directory': 'A file here, a folder there',
  'directory/file': 'A file here, a folder there',
  'rename/rename': 'Renamed to different names',
  'rename/add': 'Renamed here, added there',
  'rename/delete': 'Renamed here, deleted there',
  'distinct types': 'Became different kinds of file',
};

/** Describes the conflict of a file without git's terms. `title` maps an agent's key to its title. */
export function kindWords(
  conflict: Pick<Conflict, 'kind' | 'ours' | 'theirs' | 'agents'>,
  title: (agent: string) => string,
): string {
  const { kind, ours, theirs, agents } = conflict;
  if (kind === 'modify/delete' || kind === 'delete/modify') {
    // The last agent is merged into the result of the agents before it.
    const last = agents.slice(-1).map(title)[0] ?? 'the other side';
    const before = agents.slice(0, -1).map(title).join(' and ') || 'the branches merged before';
    if (!ours && theirs) return `Deleted by ${before}, changed by ${theirs.label}`;
    if (ours && !theirs) return `Changed by ${ours.label}, deleted by ${last}`;
    return 'Deleted on one side, changed on the other';
  }
  return KINDS[kind] ?? kind;
}

/** Possessive of a side's name: "Backend's". */
export function whose(side: ConflictSide | null, fallback: string): string {
  const label = side?.label ?? fallback;
  return /s$/.test(label) ? `${label}’` : `${label}’s`;
}

export interface WholeChoice {
  readonly side: Side;
  readonly label: string;
}

/** The choices for a whole file, with their button labels. */
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

/** Says how a conflict was resolved. */
export function settledWords(conflict: Conflict): string {
  const { resolution } = conflict;
  if (!resolution) return '';
  if (resolution.how === 'text') {
    return resolution.by === 'session'
      ? 'Resolved with the session’s text'
      : 'Resolved in the editor';
  }
  const kept = conflict[resolution.how];
  if (!kept) return 'Resolved: file deleted';
  return resolution.how === 'base' ? 'Resolved: base version restored' : `Resolved: ${kept.label}`;
}

/** "2 of 5 resolved". */
export function progressWords(conflicts: readonly Pick<Conflict, 'state'>[]): string {
  const settled = conflicts.filter((one) => one.state === 'resolved').length;
  return `${settled} of ${conflicts.length} resolved`;
}
