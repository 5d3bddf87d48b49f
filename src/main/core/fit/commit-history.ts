import { type Records, readRecords } from './lines-of-git.ts';

/** Commits read: older ones say little about where work happens now. */
const COMMITS = 500;
const WITHIN_MS = 700;
/** File names read: enough to know a repository. */
const MOST_RECORDS = 60_000;
/** A commit that touches more files is a mass rename or reformat, and says nothing about what belongs together. */
const MOST_FILES = 100;
/** Starts the record of a commit; paths never start with it. */
const MARK = '\u0001';

/** Files that recent commits changed together. */
export interface History {
  /** Paths per commit, newest first. */
  readonly commits: readonly (readonly string[])[];
  readonly complete: boolean;
}

/** Reads the latest commits of the checked-out branch. */
export async function readHistory(checkout: string): Promise<History> {
  const args = ['log', '-z', `--max-count=${COMMITS}`, '--no-merges', '--name-only'];
  args.push('--no-renames', '--no-ext-diff', '--no-show-signature', '--format=%x01', 'HEAD', '--');
  const read = await readRecords(args, checkout, { most: MOST_RECORDS, withinMs: WITHIN_MS });
  return { commits: commitsOf(read), complete: read.complete };
}

function commitsOf({ records }: Records): string[][] {
  const commits: string[][] = [];
  for (const record of records) {
    // git prints an empty line between a commit and its first file.
    const path = record.replace(/^\n/, '');
    if (path.startsWith(MARK)) {
      commits.push([]);
      const first = path.slice(1).replace(/^\n/, '');
      if (first !== '') commits.at(-1)?.push(first);
    } else if (path !== '') commits.at(-1)?.push(path);
  }
  return commits.filter((paths) => paths.length > 0 && paths.length <= MOST_FILES);
}

/** Number of commits that touched any of these folders or files. */
export function commitsIn({ commits }: History, places: readonly string[]): number {
  return commits.filter((paths) => touches(paths, places)).length;
}

/** Number of commits that touched both groups of folders or files. */
export function commitsInBoth(
  { commits }: History,
  one: readonly string[],
  other: readonly string[],
): number {
  return commits.filter((paths) => touches(paths, one) && touches(paths, other)).length;
}

function touches(paths: readonly string[], places: readonly string[]): boolean {
  return paths.some((path) => places.some((place) => isIn(path, place)));
}

function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
