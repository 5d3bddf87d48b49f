import { conflictText } from '../contracts/conflict-text.ts';
import type { ContractRule } from '../contracts/contract-rules.ts';
import { mergeChecked } from '../contracts/merge-checked.ts';
import type { ContractMerge } from '../contracts/types.ts';
import type { TreeEntry } from '../git/entry-listings.ts';
import type { TreeConflict, TreeMerge } from '../git/merge-output.ts';
import type { Shadow } from '../git/shadow.ts';
import type { Kind } from '../memory.ts';
import { editTree, entriesAt, readBlob, writeBlob } from './merge-tree.ts';
import { type Met, type MetSides, metContracts } from './met-contracts.ts';
import { STAGE } from './resolutions.ts';

/** A contract that both sides of a merge changed, with the result of merging it. */
export interface MergedContract extends Omit<ContractMerge, 'bytes'> {
  readonly path: string;
  readonly rule: ContractRule;
}

/**
 * Merges contracts by structure on top of git's tree merge: drops git's conflicts that structure resolves, and adds
 * conflicts that a line merge cannot see.
 */
export async function withContracts(
  shadow: Shadow,
  merge: TreeMerge,
  sides: MetSides,
): Promise<{ readonly merge: TreeMerge; readonly contracts: readonly MergedContract[] }> {
  const met = await metContracts(shadow, merge, sides);
  if (met.length === 0) return { merge, contracts: [] };
  const edits = new Map<string, TreeEntry | null>();
  const settled = new Set<string>();
  const fresh: TreeConflict[] = [];
  const contracts: MergedContract[] = [];
  for (const one of met) {
    const entry = one.conflict ? one.ours : await mergedEntry(shadow, merge.tree, one);
    const { mode } = entry;
    const { oid, ...merged } = await mergeOnBases(shadow, one, entry.oid);
    contracts.push({ ...merged, path: one.path, rule: one.rule });
    if (merged.outcome === 'clean') {
      // Write the checked bytes even where git's tree merge gave different lines than its file merge.
      edits.set(one.path, { mode, oid });
      settled.add(one.path);
    } else if (!one.conflict && merged.outcome === 'conflict') {
      edits.set(one.path, { mode, oid: await withCommitLabels(shadow, oid, sides) });
      fresh.push(asConflict(one));
    }
  }
  return {
    merge: {
      tree: await editTree(shadow, merge.tree, edits),
      conflicts: [...merge.conflicts.filter(({ path }) => !settled.has(path)), ...fresh],
    },
    contracts,
  };
}

/**
 * Merges a contract that has several merge bases. git first merges the bases, and that intermediate result is not
 * accessible. So git's result is accepted only if a merge from one of the bases gives the same bytes.
 */
async function mergeOnBases(shadow: Shadow, met: Met, byGit: string): Promise<MergedBlob> {
  const first = await mergeMet(shadow, met);
  if (met.otherBases.length === 0) return first;
  for (const base of [met.base, ...met.otherBases]) {
    const merged = await mergeMet(shadow, { ...met, base });
    if (merged.outcome === 'clean' && merged.oid === byGit) return merged;
  }
  if (first.outcome !== 'clean') return first;
  const [ours, theirs] = await Promise.all(
    [met.ours, met.theirs].map(async ({ oid }) => (await readBlob(shadow, oid)).toString('utf8')),
  );
  const reason =
    'The branches have several common ancestors, and merging from each gives a different result.';
  const conflict = { path: '', kind: 'invalid', base: null, reason } as const;
  const text = conflictText({ ours: ours ?? '', theirs: theirs ?? '', base: null });
  return {
    ...first,
    oid: await writeBlob(shadow, Buffer.from(text)),
    outcome: 'conflict',
    method: 'fallback',
    conflicts: [{ ...conflict, ours: ours ?? null, theirs: theirs ?? null }],
    decisions: [],
  };
}

type MergedBlob = Omit<ContractMerge, 'bytes'> & { readonly oid: string };

/**
 * Cache of contract merges by their inputs. Results never change; entries expire after an hour, because the shadow
 * repository deletes unreferenced objects after a day.
 */
const MERGES: Kind<Promise<MergedBlob>> = { most: 500, ms: 3_600_000 };

function mergeMet(shadow: Shadow, { path, rule, base, ours, theirs }: Met): Promise<MergedBlob> {
  const { topic, consumers, comments } = rule;
  const oids = [base, ours, theirs].map((entry) => entry?.oid ?? '-');
  return shadow.memory.once(MERGES, JSON.stringify([path, oids, rule]), mergeBlobs);

  async function mergeBlobs(): Promise<MergedBlob> {
    const [b, o, t] = await Promise.all([
      base && readBlob(shadow, base.oid),
      readBlob(shadow, ours.oid),
      readBlob(shadow, theirs.oid),
    ]);
    const sides = { ours: o, theirs: t };
    const check = { path, topic, consumers, comments, before: b, sides };
    const { bytes, ...merged } = await mergeChecked({ base: b, ...sides }, rule, check);
    return { ...merged, oid: await writeBlob(shadow, bytes) };
  }
}

async function mergedEntry(shadow: Shadow, tree: string, { path, ours }: Met): Promise<TreeEntry> {
  return (await entriesAt(shadow, tree, [path])).get(path) ?? ours;
}

function asConflict({ path, base, ours, theirs }: Met): TreeConflict {
  const stages = new Map([
    [STAGE.ours, ours],
    [STAGE.theirs, theirs],
  ]);
  if (base) stages.set(STAGE.base, base);
  return { path, kind: 'contract', stages };
}

/** Replaces `ours` and `theirs` in the conflict markers by the commits, as git writes them. */
async function withCommitLabels(
  shadow: Shadow,
  oid: string,
  { ours, theirs }: Pick<MetSides, 'ours' | 'theirs'>,
): Promise<string> {
  const text = (await readBlob(shadow, oid)).toString('latin1');
  const marked = text
    .replace(/^<{7} ours(?=\r?$)/gm, `<<<<<<< ${ours}`)
    .replace(/^>{7} theirs(?=\r?$)/gm, `>>>>>>> ${theirs}`);
  return writeBlob(shadow, Buffer.from(marked, 'latin1'));
}
