import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeEntry } from '../git/entry-listings.ts';
import type { TreeConflict } from '../git/merge-output.ts';
import type { Shadow } from '../git/shadow.ts';
import { CURRENT_FILE, type CurrentSection, withBodiesOf, writeSections } from './current-md.ts';
import { editTree, entryAt, readBlob, writeBlob } from './merge-tree.ts';

const REGULAR = new Set(['100644', '100755']);

/**
 * Resolves a conflict in `plans/CURRENT.md` that is inside managed sections only. Those are generated, so ours is kept
 * until they are rewritten. Null if text outside the sections conflicts too.
 */
export async function mergeCurrent(
  shadow: Shadow,
  conflict: TreeConflict,
): Promise<TreeEntry | null> {
  const ours = conflict.stages.get(2);
  const theirs = conflict.stages.get(3);
  const base = conflict.stages.get(1);
  if (!ours || !theirs) return null;
  if (![ours, theirs, base ?? ours].every(({ mode }) => REGULAR.has(mode))) return null;
  const read = async (entry: TreeEntry | undefined) =>
    entry ? (await readBlob(shadow, entry.oid)).toString('utf8') : '';
  const [own, other, before] = await Promise.all([read(ours), read(theirs), read(base)]);
  return shadow.withScratch(async (folder) => {
    const files = ['ours', 'base', 'theirs'].map((name) => join(folder, name));
    const texts = [own, withBodiesOf(before, own), withBodiesOf(other, own)];
    await Promise.all(files.map((file, index) => writeFile(file, texts[index] ?? '')));
    const { code, bytes } = await shadow.git(['merge-file', '-p', '-q', '--', ...files], {
      // The exit code is the number of conflicts.
      expect: Array.from({ length: 128 }, (_, count) => count),
    });
    if (code !== 0) return null;
    return { mode: ours.mode, oid: await writeBlob(shadow, bytes) };
  });
}

/**
 * Returns the tree with the sections written to `CURRENT.md`. Leaves the tree unchanged if that is not a regular file.
 */
export async function withSections(
  shadow: Shadow,
  tree: string,
  sections: readonly CurrentSection[],
): Promise<string> {
  if (sections.length === 0) return tree;
  const [folder, file] = await Promise.all([
    entryAt(shadow, tree, CURRENT_FILE.slice(0, CURRENT_FILE.indexOf('/'))),
    entryAt(shadow, tree, CURRENT_FILE),
  ]);
  if (folder && folder.mode !== '040000') return tree;
  if (file && !REGULAR.has(file.mode)) return tree;
  const before = file ? (await readBlob(shadow, file.oid)).toString('latin1') : null;
  // Bytes outside the markers are preserved in any encoding.
  const latin = sections.map(({ name, text }) => ({ name: recode(name), text: recode(text) }));
  const after = writeSections(before, latin);
  if (after === before) return tree;
  const oid = await writeBlob(shadow, Buffer.from(after, 'latin1'));
  return editTree(shadow, tree, new Map([[CURRENT_FILE, { mode: file?.mode ?? '100644', oid }]]));
}

/** Turns each UTF-8 byte into one character. */
function recode(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
