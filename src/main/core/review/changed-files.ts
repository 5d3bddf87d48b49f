import type { ReviewedFile } from '../../../shared/contract/review.ts';
import type { Shadow } from '../git/shadow.ts';

const DIFF = ['diff-tree', '-r', '-z', '-M', '--no-ext-diff', '--no-textconv', '--full-index'];

const KINDS: Readonly<Record<string, ReviewedFile['kind']>> = {
  A: 'added',
  D: 'deleted',
  R: 'renamed',
};

/** Files that differ between two states, sorted by path; renames are found as git finds them. */
export async function reviewedFiles(
  shadow: Shadow,
  sides: { readonly base: string; readonly head: string },
): Promise<Omit<ReviewedFile, 'viewed'>[]> {
  const range = ['--end-of-options', sides.base, sides.head, '--'];
  const [raw, counts] = await Promise.all([
    shadow.git([...DIFF, '--raw', ...range], { reads: true }),
    shadow.git([...DIFF, '--numstat', ...range], { reads: true }),
  ]);
  const lines = parseNumstat(counts.stdout);
  const none = { insertions: 0, deletions: 0, binary: false };
  return parseRaw(raw.stdout)
    .map((file) => ({ ...file, ...(lines.get(file.path) ?? none) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

type RawFile = Pick<ReviewedFile, 'path' | 'from' | 'kind' | 'key'>;

/** Records are `:<mode> <mode> <oid> <oid> <status>`, then a path; for renames the old and the new one. */
function parseRaw(text: string): RawFile[] {
  const fields = text.split('\0');
  const files: RawFile[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const [before = '', after, from, to, status = ''] = (fields[at] ?? '').slice(1).split(' ');
    const renamed = status.startsWith('R');
    const modeOnly = from === to && before !== after;
    files.push({
      path: fields[at + (renamed ? 2 : 1)] ?? '',
      from: renamed ? (fields[at + 1] ?? null) : null,
      kind: KINDS[status.charAt(0)] ?? (modeOnly ? 'mode' : 'changed'),
      key: `${before}:${from}..${after}:${to}`,
    });
    at += renamed ? 3 : 2;
  }
  return files;
}

type Counts = Pick<ReviewedFile, 'insertions' | 'deletions' | 'binary'>;

/** Records are `<added> TAB <removed> TAB <path>`; of renames the path is empty and two more fields follow. */
function parseNumstat(text: string): Map<string, Counts> {
  const fields = text.split('\0');
  const counts = new Map<string, Counts>();
  for (let at = 0; at < fields.length && fields[at] !== ''; ) {
    const [added = '', removed = '', ...rest] = (fields[at] ?? '').split('\t');
    const path = rest.join('\t');
    const renamed = path === '';
    const binary = added === '-';
    counts.set(renamed ? (fields[at + 2] ?? '') : path, {
      insertions: binary ? 0 : Number(added),
      deletions: binary ? 0 : Number(removed),
      binary,
    });
    at += renamed ? 3 : 1;
  }
  return counts;
}
