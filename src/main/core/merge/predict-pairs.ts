import { type ContractRules, NO_CONTRACTS } from '../contracts/contract-rules.ts';
import type { ContractFinding } from '../contracts/types.ts';
import { findGit } from '../git/binary.ts';
import type { TreeMerge } from '../git/merge-output.ts';
import type { Repository } from '../git/repository.ts';
import { openShadow, type Shadow } from '../git/shadow.ts';
import { type Attributed, attributesSource, withAttributes } from './attributes.ts';
import { crossFindings } from './check-trees.ts';
import { CURRENT_FILE } from './current-md.ts';
import { withContracts } from './merge-contracts.ts';
import { mergeTree, mergeTrees } from './merge-tree.ts';
import { Resolutions } from './resolutions.ts';
import { applyResolutions } from './settle-conflicts.ts';

/** Two states that both started from `base`. */
export interface Pair {
  readonly base: string;
  readonly ours: Omit<Attributed, 'base'>;
  readonly theirs: string;
  /** Files that `theirs` changed. */
  readonly theirChanges: ReadonlySet<string>;
}

/** Predicted merge result of two states. */
export interface Prediction {
  /** Paths of files in conflict. */
  readonly conflicts: ReadonlySet<string>;
  /** Findings in contracts that merge without conflict, by path. */
  readonly findings: ReadonlyMap<string, readonly ContractFinding[]>;
}

/**
 * Predicts conflicts between pairs of commits with the same merge and the same remembered resolutions as `planMerge`,
 * but many pairs per process.
 */
export async function predictPairs(
  repo: Repository,
  pairs: readonly Pair[],
  rules: ContractRules = NO_CONTRACTS,
): Promise<Prediction[]> {
  if (pairs.length === 0) return [];
  const shadow = await openShadow(repo);
  const kept = new Resolutions(repo);
  const resolutions = (await kept.any()) ? kept : null;
  const merges = await mergeAll(shadow, pairs);
  return Promise.all(
    merges.map(async (lines, index) => {
      const pair = pairs[index];
      const { merge, contracts } = pair
        ? await withContracts(shadow, lines, {
            rules,
            ours: pair.ours.commit,
            theirs: pair.theirs,
            changed: [...pair.ours.changed].filter((path) => pair.theirChanges.has(path)),
          })
        : { merge: lines, contracts: [] };
      const across = pair ? await acrossIn(shadow, { pair, tree: merge.tree }, rules) : new Map();
      const findings = new Map<string, readonly ContractFinding[]>(across);
      for (const { path, findings: all } of contracts) {
        const relevant = all.filter((one) => one.severity !== 'info' && !isAboutMerge(one));
        if (relevant.length > 0) findings.set(path, [...relevant, ...(across.get(path) ?? [])]);
      }
      const { conflicts } = merge;
      if (resolutions === null && conflicts.every(({ path }) => path !== CURRENT_FILE))
        return { conflicts: new Set(conflicts.map(({ path }) => path)), findings };
      const names = { agent: pair?.theirs ?? '', before: [], labels: [] };
      const { met } = await applyResolutions(shadow, merge, { resolutions, ...names });
      const open = met.flatMap(({ path, resolution }) => (resolution ? [] : [path]));
      return { conflicts: new Set(open), findings };
    }),
  );
}

/** Contradictions between contracts after the merge, if both sides changed a contract. */
async function acrossIn(
  shadow: Shadow,
  { pair, tree }: { readonly pair: Pair; readonly tree: string },
  rules: ContractRules,
): ReturnType<typeof crossFindings> {
  const touches = (paths: Iterable<string>) => [...paths].some((path) => rules.of(path) !== null);
  if (!touches(pair.ours.changed) || !touches(pair.theirChanges)) return new Map();
  return crossFindings(shadow, { tree, sides: [pair.ours.commit, pair.theirs] }, rules);
}

/** Merges all pairs; pairs with the same attribute files share one process. */
async function mergeAll(shadow: Shadow, pairs: readonly Pair[]): Promise<TreeMerge[]> {
  const bySource = new Map<string, number[]>();
  pairs.forEach(({ ours, base }, index) => {
    const source = attributesSource({ ...ours, base });
    bySource.set(source, [...(bySource.get(source) ?? []), index]);
  });
  const merges: TreeMerge[] = [];
  for (const [source, indexes] of bySource) {
    const group = indexes.flatMap((index) => pairs[index] ?? []);
    const sides = group.map(({ ours, theirs }) => ({ ours: ours.commit, theirs }));
    const done = await withAttributes(shadow, source, (workTree) =>
      mergeGroup(shadow, sides, workTree),
    );
    indexes.forEach((index, at) => {
      const merge = done[at];
      if (merge) merges[index] = merge;
    });
  }
  return merges;
}

async function mergeGroup(
  shadow: Shadow,
  sides: readonly { readonly ours: string; readonly theirs: string }[],
  workTree: string | null,
): Promise<TreeMerge[]> {
  if ((await findGit()).batchMerges) return mergeTrees(shadow, sides, workTree);
  const merges: TreeMerge[] = [];
  for (const side of sides) merges.push(await mergeTree(shadow, { ...side, attributes: workTree }));
  return merges;
}

/** Findings about how a contract was merged are irrelevant in a prediction. */
function isAboutMerge({ rule }: ContractFinding): boolean {
  return rule.startsWith('merge.');
}
