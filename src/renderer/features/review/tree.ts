import type { ReviewedFile } from '../../../shared/contract/review.ts';

/** One row of the tree. Nested folders with a single folder in each share one row. */
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

/** The visible rows of the tree in order; the content of closed folders is left out. */
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
      // Join folders that contain only one folder: "src/main/core".
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

/** The files in the order of the tree. */
export function inOrder(files: readonly ReviewedFile[]): ReviewedFile[] {
  return rowsOf(files, new Set()).flatMap((row) => (row.kind === 'file' ? [row.file] : []));
}

/** The file `by` steps after a path, limited to the first and the last file. */
export function stepFrom(
  files: readonly ReviewedFile[],
  path: string | null,
  by: number,
): ReviewedFile | null {
  const at = files.findIndex((file) => file.path === path);
  if (at === -1) return files[0] ?? null;
  return files[Math.min(Math.max(at + by, 0), files.length - 1)] ?? null;
}

/** The next unviewed file after a path, wrapping around; null when all are viewed. */
export function nextUnviewed(
  files: readonly ReviewedFile[],
  path: string | null,
): ReviewedFile | null {
  const at = files.findIndex((file) => file.path === path);
  const onwards = [...files.slice(at + 1), ...files.slice(0, at + 1)];
  return onwards.find((file) => !file.viewed && file.path !== path) ?? null;
}
