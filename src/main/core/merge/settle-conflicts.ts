import type { TreeEntry } from '../git/entry-listings.ts';
import type { TreeConflict, TreeMerge } from '../git/merge-output.ts';
import type { Shadow } from '../git/shadow.ts';
import { CURRENT_FILE } from './current-md.ts';
import { mergeCurrent } from './merge-current.ts';
import { editTree, entryAt, readBlob, writeBlob } from './merge-tree.ts';
import { conflictId, type Resolution, type Resolutions, STAGE } from './resolutions.ts';

/** A conflict in a merge, with its remembered resolution if there is one. */
export interface MetConflict extends TreeConflict {
  readonly id: string;
  /** The agent whose merge hit the conflict, and the agents merged before it. */
  readonly agent: string;
  readonly before: readonly string[];
  /** What git left in the tree; for text, the blob with markers. */
  readonly marked: TreeEntry | null;
  /** Null while the conflict is open. */
  readonly resolution: Resolution | null;
}

interface Settling {
  /** Null if this repository has no stored resolutions. */
  readonly resolutions: Resolutions | null;
  readonly agent: string;
  readonly before: readonly string[];
  /** Names to show in conflict markers instead of commits. */
  readonly labels: readonly { readonly commit: string; readonly name: string }[];
}

const REGULAR = '100';

/**
 * Applies remembered resolutions to the tree of a merge. Files with open conflicts revert to ours, so that they cause
 * no further conflicts in later merges.
 */
export async function applyResolutions(
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
      marked: decided ? left : await withBranchLabels(shadow, left, settling.labels),
      resolution: decided ? known : null,
    });
  }
  return { tree: await editTree(shadow, merge.tree, edits), met };
}

/**
 * git renames a file that blocks a folder after the commit it comes from; this renames it after the branch instead, so
 * that the same conflict keeps the same path.
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

/** Null if there is no resolution or it does not fit (text for an entry that is not a file). */
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

/** The blob with branch names instead of commits in its conflict markers. */
async function withBranchLabels(
  shadow: Shadow,
  left: TreeEntry | null,
  labels: Settling['labels'],
): Promise<TreeEntry | null> {
  if (!left?.mode.startsWith(REGULAR)) return left;
  // Latin-1 maps one byte to one character, so other bytes survive in any encoding.
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
