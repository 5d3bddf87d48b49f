import type { ReviewedFile } from '../../../shared/contract/review.ts';

/** One row of the tree; folders with a single folder in them are folded into one row. */
export type Row =
  | {
      readonly kind: 'folder';
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly open: boolean;
      readonly files: number;
      readonly viewed: number;
    }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly depth: number;
      readonly file: ReviewedFile;
    };

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: { readonly name: string; readonly file: ReviewedFile }[];
}

const empty = (): Folder => ({ folders: new Map(), files: [] });

/** The rows of the tree in their order, without what is in closed folders. */
export function rowsOf(files: readonly ReviewedFile[], closed: ReadonlySet<string>): Row[] {
  const root = empty();
  for (const file of files) {
    const parts = file.path.split('/');
    const name = parts.pop() ?? file.path;
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? empty();
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.push({ name, file });
  }
  return rows(root, { path: '', depth: 0, closed });
}

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly closed: ReadonlySet<string>;
}

function rows(folder: Folder, { path, depth, closed }: Place): Row[] {
  const folders = [...folder.folders].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...folders.flatMap(([first, inner]): Row[] => {
      let name = first;
      let last = inner;
      // "src/main/core" where there is nothing else to choose on the way.
      while (last.files.length === 0 && last.folders.size === 1) {
        const [only] = last.folders;
        if (!only) break;
        name = `${name}/${only[0]}`;
        last = only[1];
      }
      const here = path === '' ? name : `${path}/${name}`;
      const all = filesIn(last);
      const open = !closed.has(here);
      const viewed = all.filter((file) => file.viewed).length;
      return [
        { kind: 'folder', path: here, name, depth, open, files: all.length, viewed },
        ...(open ? rows(last, { path: here, depth: depth + 1, closed }) : []),
      ];
    }),
    ...folder.files.map(({ name, file }): Row => ({ kind: 'file', name, depth, file })),
  ];
}

function filesIn(folder: Folder): ReviewedFile[] {
  return [
    ...[...folder.folders.values()].flatMap(filesIn),
    ...folder.files.map(({ file }) => file),
  ];
}

/** The files in the order in which the tree shows them. */
export function inOrder(files: readonly ReviewedFile[]): ReviewedFile[] {
  return rowsOf(files, new Set()).flatMap((row) => (row.kind === 'file' ? [row.file] : []));
}

/** The file that is `by` steps on from a path; the ends hold. */
export function stepFrom(
  files: readonly ReviewedFile[],
  path: string | null,
  by: number,
): ReviewedFile | null {
  const at = files.findIndex((file) => file.path === path);
  if (at === -1) return files[0] ?? null;
  return files[Math.min(Math.max(at + by, 0), files.length - 1)] ?? null;
}

/** The next file after a path that was not viewed, around the end; null when all were. */
export function nextUnviewed(
  files: readonly ReviewedFile[],
  path: string | null,
): ReviewedFile | null {
  const at = files.findIndex((file) => file.path === path);
  const onwards = [...files.slice(at + 1), ...files.slice(0, at + 1)];
  return onwards.find((file) => !file.viewed && file.path !== path) ?? null;
}
