import { readFileSync, writeFileSync } from 'node:fs';
import { containedPath } from './contained-path.ts';
import type { Edit } from './script.ts';

/** Most lines of a change that are printed. */
const SHOWN = 6;

/** Makes one edit below `root` and returns the added lines. Throws when the text to replace is missing. */
export function editFile(root: string, edit: Edit): readonly string[] {
  const path = containedPath(root, edit.file);
  const before = readExisting(path);
  const after = edited(edit, before);
  writeFileSync(path, after);
  const old = new Set(before?.split('\n'));
  const added = after.split('\n').filter((line) => line.trim() !== '' && !old.has(line));
  return added.slice(0, SHOWN);
}

function edited(edit: Edit, before: string | null): string {
  if (edit.content !== undefined) return edit.content;
  if (edit.append !== undefined) return (before ?? '') + edit.append;
  const { find = '', replace = '' } = edit;
  if (before === null) throw new Error(`${edit.file} does not exist`);
  if (!before.includes(find))
    throw new Error(`${edit.file} does not contain ${JSON.stringify(find)}`);
  return before.replace(find, () => replace);
}

function readExisting(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
