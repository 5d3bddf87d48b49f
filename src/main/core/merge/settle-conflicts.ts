import type { TreeEntry } from '../git/entry-listings.ts';
import type { TreeConflict, TreeMerge } from '../git/merge-output.ts';
import type { Shadow } from '../git/shadow.ts';
import { CURRENT_FILE } from './current-md.ts';
import { mergeCurrent } from './merge-current.ts';
import { editTree, entryAt, readBlob, writeBlob } from './merge-tree.ts';
import { conflictId, type Resolution, type Resolutions, STAGE } from './resolutions.ts';

/** A conflict that a merge met, settled by a remembered decision or not. */
export interface MetConflict extends TreeConflict {
  readonly id: string;
  /** Whose merge met it, and who was merged before. */
  readonly agent: string;
  readonly before: readonly string[];
  /** What git left in the tree: for text the blob with markers. */
  readonly marked: TreeEntry | null;
  /** Null while it is open. */
  readonly resolution: Resolution | null;
}

interface Settling {
  /** Null: nothing was ever decided in this repository. */
  readonly resolutions: Resolutions | null;
  readonly agent: string;
  readonly before: readonly string[];
  /** Names for the markers instead of the commits that were merged. */
  readonly labels: readonly { readonly commit: string; readonly name: string }[];
}

const REGULAR = '100';

/**
 * The tree of a merge with what was decided before put in place. Open conflicts get their earlier side back, so that
 * one conflict does not make others further on.
 */
export async function settle(
  shadow: Shadow,
  merge: TreeMerge,
  settling: Settling,
): Promise<{ readonly tree: string; readonly met: readonly MetConflict[] }> {
  const edits = new Map<string, TreeEntry | null>();
  const met: MetConflict[] = [];
  for (const conflict of merge.conflicts) {
    const { path } = conflict;
    const current = path === CURRENT_FILE ? await mergeCurrent(shadow, conflict) : null;
    if (current) {
      edits.set(path, current);
      continue;
    }
    const shown = { ...conflict, path: relabelled(path, settling.labels) };
    const id = conflictId(shown, merge.tree);
    const left = await entryAt(shadow, merge.tree, path);
    const known = (await settling.resolutions?.read(id)) ?? null;
    const decided = known && (await decidedEntry(shadow, { conflict, left, resolution: known }));
    edits.set(path, decided ? null : (conflict.stages.get(STAGE.ours) ?? null));
    if (decided) edits.set(shown.path, decided.entry);
    met.push({
      ...shown,
      id,
      agent: settling.agent,
      before: settling.before,
      marked: decided ? left : await named(shadow, left, settling.labels),
      resolution: decided ? known : null,
    });
  }
  return { tree: await editTree(shadow, merge.tree, edits), met };
}

/**
 * A file in the way of a folder is moved aside by git, named after the commit that it is of: here after its branch, so
 * that the same conflict has the same name again.
 */
function relabelled(path: string, labels: Settling['labels']): string {
  for (const { commit, name } of labels) {
    const at = path.lastIndexOf(`~${commit}`);
    if (at < 0) continue;
    const rest = path.slice(at + 1 + commit.length);
    if (/^(_\d+)?$/.test(rest))
      return `${path.slice(0, at)}~${name.replace(/[^\w.-]+/g, '_')}${rest}`;
  }
  return path;
}

/** Null when nothing was decided, or what was decided does not fit: text for something that is no file. */
async function decidedEntry(
  shadow: Shadow,
  given: { conflict: TreeConflict; left: TreeEntry | null; resolution: Resolution },
): Promise<{ readonly entry: TreeEntry | null } | null> {
  const { answer } = given.resolution;
  const { stages } = given.conflict;
  if (answer === null) return null;
  if (answer.kind === 'side') return { entry: stages.get(STAGE[answer.side]) ?? null };
  const mode = (given.left ?? stages.get(STAGE.ours) ?? stages.get(STAGE.theirs))?.mode ?? '100644';
  if (!mode.startsWith(REGULAR)) return null;
  return { entry: { mode, oid: await writeBlob(shadow, answer.text) } };
}

/** The blob with markers that name branches where git names commits. */
async function named(
  shadow: Shadow,
  left: TreeEntry | null,
  labels: Settling['labels'],
): Promise<TreeEntry | null> {
  if (!left?.mode.startsWith(REGULAR)) return left;
  // One character per byte: whatever the encoding, the rest stays as it is.
  const before = (await readBlob(shadow, left.oid)).toString('latin1');
  let after = before;
  for (const { commit, name } of labels) {
    const label = Buffer.from(name, 'utf8').toString('latin1');
    after = after.replace(
      new RegExp(`^(<<<<<<<|>>>>>>>|\\|\\|\\|\\|\\|\\|\\|) ${commit}(?=[:\\r\\n]|$)`, 'gm'),
      (_all, mark) => `${mark} ${label}`,
    );
  }
  if (after === before) return left;
  return { ...left, oid: await writeBlob(shadow, Buffer.from(after, 'latin1')) };
}
