import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeEntry } from '../git/entry-listings.ts';
import type { TreeConflict } from '../git/merge-output.ts';
import type { Shadow } from '../git/shadow.ts';
import { CURRENT_FILE, type CurrentSection, withBodiesOf, writeSections } from './current-md.ts';
import { editTree, entryAt, readBlob, writeBlob } from './merge-tree.ts';

const REGULAR = new Set(['100644', '100755']);

/**
 * Settles a conflict in `plans/CURRENT.md` that lies inside the managed sections alone: they are generated, so
 * ours stand until they are written anew. Null when something outside is in conflict too.
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
      // Conflicts are counted by the exit code.
      expect: Array.from({ length: 128 }, (_, count) => count),
    });
    if (code !== 0) return null;
    return { mode: ours.mode, oid: await writeBlob(shadow, bytes) };
  });
}

/** The tree with the sections written. A `CURRENT.md` that is no plain file is left alone. */
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
  // Bytes outside the markers stay as they are, whatever their encoding.
  const latin = sections.map(({ name, text }) => ({ name: recode(name), text: recode(text) }));
  const after = writeSections(before, latin);
  if (after === before) return tree;
  const oid = await writeBlob(shadow, Buffer.from(after, 'latin1'));
  return editTree(shadow, tree, new Map([[CURRENT_FILE, { mode: file?.mode ?? '100644', oid }]]));
}

/** UTF-8 bytes as one character each. */
function recode(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
