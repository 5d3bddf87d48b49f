import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

type Entry =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | { readonly kind: 'file'; readonly path: string; readonly mode: number; readonly bytes: Buffer };

/** For tests: a folder kept in memory, to be written again beside where it was as if it had been made there. */
export interface FolderCopy {
  /** Its name then, by which files inside it may name themselves. */
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** Reads a folder with everything in it. */
export function readFolder(folder: string): FolderCopy {
  return { name: basename(folder), entries: [...entriesOf(folder, '')] };
}

function* entriesOf(root: string, folder: string): Generator<Entry> {
  for (const name of readdirSync(join(root, folder))) {
    const path = join(folder, name);
    const stats = lstatSync(join(root, path));
    if (stats.isDirectory()) {
      yield { kind: 'folder', path };
      yield* entriesOf(root, path);
    } else if (stats.isSymbolicLink()) {
      yield { kind: 'link', path, target: readlinkSync(join(root, path)) };
    } else if (stats.isFile()) {
      const bytes = readFileSync(join(root, path));
      yield { kind: 'file', path, mode: stats.mode & 0o777, bytes };
    } else throw new Error(`${join(root, path)} is neither a folder, a link nor a file`);
  }
}

/**
 * Writes the copy into an empty folder in the same place. Both names are equally long and occur nowhere by chance; where
 * the copy had its own, in paths, it has the new one.
 */
export function writeFolder({ name, entries }: FolderCopy, folder: string): void {
  const now = basename(folder);
  if (now.length !== name.length) throw new Error(`${now} and ${name} are not equally long`);
  for (const entry of entries) {
    const path = join(folder, entry.path);
    if (entry.kind === 'folder') mkdirSync(path);
    else if (entry.kind === 'link') symlinkSync(entry.target.replaceAll(name, now), path);
    else writeFileSync(path, renamed(entry.bytes, name, now), { mode: entry.mode });
  }
}

function renamed(bytes: Buffer, name: string, now: string): Buffer {
  // Of equal length, and one character for each byte: whatever else is in there stays as it is.
  return bytes.includes(name)
    ? Buffer.from(bytes.toString('latin1').replaceAll(name, now), 'latin1')
    : bytes;
}
