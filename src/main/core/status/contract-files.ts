import type { ContractRules } from '../contracts/contract-rules.ts';
import type { ContractFinding } from '../contracts/types.ts';
import type { Repository } from '../git/repository.ts';
import { openShadow } from '../git/shadow.ts';
import { checkTrees, isAcross } from '../merge/check-trees.ts';
import type { ComputedMerge } from '../merge/plan-merge.ts';

/** Findings that prevent a merge or deserve attention, by contract. */
export interface ContractState {
  /** `path: reason` of invalid contracts. */
  readonly broken: readonly string[];
  /** Findings in critical contracts, in the same format. */
  readonly critical: readonly string[];
  /** Sentences about findings that prevent nothing: in other contracts, or merged and to be reviewed. */
  readonly notes: readonly string[];
}

/** Checks the contracts that a merge changes against all others of the merged tree. */
export async function contractState(
  repo: Repository,
  merge: ComputedMerge,
  rules: ContractRules,
): Promise<ContractState> {
  const changed = merge.files.filter(
    ({ path, outcome, kind }) =>
      outcome !== 'conflict' && kind !== 'deleted' && rules.of(path) !== null,
  );
  if (changed.length === 0) return { broken: [], critical: [], notes: [] };
  const paths = new Set(changed.map(({ path }) => path));
  const checked = await checkTree(repo, merge, { rules, paths });
  const broken: string[] = [];
  const critical: string[] = [];
  const told: string[] = [];
  for (const { path, rule, findings } of checked)
    for (const finding of findings) {
      if (finding.severity === 'info') continue;
      const isClosing = rule.policy === 'critical' && finding.severity === 'error';
      const list = isUnreadable(finding) ? broken : isClosing ? critical : told;
      list.push(words(path, finding));
    }
  const toReview = changed.flatMap(({ path, contract }) =>
    contract && rules.of(path)?.policy === 'review' ? [path] : [],
  );
  const notes = [
    ...(told.length > 0 ? [`Found: ${told.join('; ')}.`] : []),
    ...(toReview.length > 0 ? [`Look at before it lands: ${toReview.join(', ')}.`] : []),
  ];
  return { broken, critical, notes };
}

/** Syntax matters for every contract, whatever its policy. */
function isUnreadable({ rule }: ContractFinding): boolean {
  return rule === 'contract.syntax' || rule === 'contract.duplicateKey';
}

/** Findings introduced by the merge, in contracts that it changes and in those that depend on them. */
async function checkTree(
  repo: Repository,
  merge: ComputedMerge,
  { rules, paths }: { readonly rules: ContractRules; readonly paths: ReadonlySet<string> },
): ReturnType<typeof checkTrees> {
  const trees = { before: merge.base, after: merge.reached.tree };
  const checked = await checkTrees(await openShadow(repo), trees, rules);
  // An unchanged contract can be broken by another; then its old findings do not count.
  return checked.map(({ path, rule, findings }) => ({
    path,
    rule,
    findings: paths.has(path) ? findings : findings.filter(isAcross),
  }));
}

function words(path: string, { path: at, message }: ContractFinding): string {
  return `${path}${at === '' ? '' : ` at ${at}`}: ${message.replace(/\.$/, '')}`;
}
