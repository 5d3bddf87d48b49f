import type { Plan } from '../../../shared/plan/model.ts';
import type { ContractRules } from '../contracts/contract-rules.ts';
import { branchTip } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { SyncProblem } from '../journal/facts.ts';
import type { Kind } from '../memory.ts';
import { chainedHeads } from './chain-heads.ts';
import { planMerge } from './plan-merge.ts';
import { Resolutions } from './resolutions.ts';
import type { Squash } from './squashed-base.ts';

/** Cache of answers by their inputs; an answer never changes. */
const SETTLED: Kind<boolean> = { most: 100 };

interface Given {
  readonly feature: string;
  readonly sync: string;
  readonly featureBranch: string;
  /** The conflict as the journal recorded it. */
  readonly problem: SyncProblem;
  readonly contracts: ContractRules;
  readonly plan: Plan;
  readonly squashed: readonly Squash[];
}

/** Whether every conflict that kept a sync point from landing has been resolved since. */
export async function conflictsSettled(
  repo: Repository,
  { feature, sync, featureBranch, problem, contracts, plan, squashed }: Given,
): Promise<boolean> {
  const revision = await new Resolutions(repo).revision();
  const base = await branchTip(repo, featureBranch);
  if (revision === 'none' || base === null) return false;
  const heads = chainedHeads(
    plan,
    problem.heads.map(({ agent, oid }) => ({ agent, branch: agent, oid })),
  );
  const merged = heads.map(({ oid, continues = '' }) => `${oid}:${continues}`);
  const known = repo.memory.of(SETTLED);
  const key = [revision, contracts.revision, base, ...merged].join(' ');
  const before = known.get(key);
  if (before !== undefined) return before;
  const names = { feature, sync, featureBranch, strategy: 'merge' } as const;
  const { tip } = await planMerge({ ...names, repo, base, heads, contracts, squashed });
  known.set(key, tip !== null);
  return tip !== null;
}
