import type { TreeEntry } from './entry-listings.ts';
import { fieldsOf, type Listing } from './listings.ts';

/** A git command that compares, with its options, revisions and paths; a listing adds the options of its format. */
export type DiffCommand = readonly [name: string, ...rest: string[]];

/** Names of files that differ, or that the commits of a `log` without a format of its own changed. */
export function changedNames(...command: DiffCommand): Listing<string> {
  return {
    args: withFormat(command, ['--name-only']),
    // Depending on its format, a log may separate commits with an empty field.
    parse: (output) => fieldsOf(output).filter((name) => name !== ''),
  };
}

/** A file that differs. */
export interface DiffEntry {
  /** git's letter: A added, D deleted, M modified, R renamed, C copied, T of another type, U in conflict. */
  readonly status: string;
  readonly path: string;
  /** The previous path; null unless `-M` or `-C` was given. */
  readonly from: string | null;
}

/** Files that differ, and how. */
export function changedFiles(...command: DiffCommand): Listing<DiffEntry> {
  return { args: withFormat(command, ['--name-status']), parse: parseStatuses };
}

/** A changed file with its mode and object name before and after; all zeros when it does not exist. */
export interface RawDiffEntry extends DiffEntry {
  readonly before: TreeEntry;
  readonly after: TreeEntry;
}

/** Files that differ, with modes and whole object names. */
export function rawChanges(...command: DiffCommand): Listing<RawDiffEntry> {
  return { args: withFormat(command, ['--raw', '--no-abbrev']), parse: parseRaw };
}

/** Lines of a file that differs. */
export interface LineCounts {
  readonly path: string;
  /** 0 for a binary file. */
  readonly insertions: number;
  readonly deletions: number;
  readonly binary: boolean;
}

/** Files that differ, with how many lines; a renamed file stands under its new path. */
export function lineCounts(...command: DiffCommand): Listing<LineCounts> {
  return { args: withFormat(command, ['--numstat']), parse: parseNumstat };
}

/** Options come before `--end-of-options`, revisions and paths. */
function withFormat([name, ...rest]: DiffCommand, format: readonly string[]): readonly string[] {
  return [name, ...format, '-z', ...rest];
}

/** `<status>`, then paths. */
function parseStatuses(output: string): DiffEntry[] {
  return parseChanges(output).map(([status, paths]) => ({ status: status.charAt(0), ...paths }));
}

/** `:<mode> <mode> <oid> <oid> <status>`, then paths. */
function parseRaw(output: string): RawDiffEntry[] {
  return parseChanges(output).map(([facts, paths]) => {
    const [oldMode = '', newMode = '', oldOid = '', newOid = '', status = ''] = facts
      .slice(1)
      .split(' ');
    const before = { mode: oldMode, oid: oldOid };
    return {
      status: status.charAt(0),
      ...paths,
      before,
      after: { mode: newMode, oid: newOid },
    };
  });
}

/** A path, and where it was before. */
type Paths = Pick<DiffEntry, 'path' | 'from'>;

/** Records that end with a status, each with its path; of renames and copies the old path comes first. */
function parseChanges(output: string): [facts: string, paths: Paths][] {
  const fields = fieldsOf(output);
  const changes: [string, Paths][] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const facts = fields[at] ?? '';
    const [first = '', second = ''] = fields.slice(at + 1, at + 3);
    // The letter may have a score behind it, and in raw records stands behind the last blank.
    const moved = /^[RC]/.test(facts.slice(facts.lastIndexOf(' ') + 1));
    changes.push([facts, moved ? { path: second, from: first } : { path: first, from: null }]);
    at += moved ? 3 : 2;
  }
  return changes;
}

/** `<added> TAB <removed> TAB <path>`; of renames the path is empty, and the old and the new one follow. */
function parseNumstat(output: string): LineCounts[] {
  const fields = fieldsOf(output);
  const counts: LineCounts[] = [];
  for (let at = 0; at < fields.length; ) {
    const [added = '', removed = '', ...rest] = (fields[at] ?? '').split('\t');
    const path = rest.join('\t');
    const moved = path === '';
    const binary = added === '-';
    counts.push({
      path: moved ? (fields[at + 2] ?? '') : path,
      insertions: binary ? 0 : Number(added),
      deletions: binary ? 0 : Number(removed),
      binary,
    });
    at += moved ? 3 : 1;
  }
  return counts;
}
