import type { Overlap } from '../../../shared/contract/run.ts';
import type { Repository } from '../git/repository.ts';
import { planMerge } from '../merge/plan-merge.ts';
import type { AgentGit } from '../run/agent-git.ts';
import type { AgentFacts } from '../run/fold.ts';

/** An agent that still works, with what it changed. */
export interface RadarAgent {
  readonly name: string;
  readonly facts: AgentFacts;
  readonly git: AgentGit;
}

/** Predictions by the commits they were made of: they never change. */
const known = new Map<string, ReadonlySet<string>>();
const KNOWN_LIMIT = 500;

/**
 * Pairs of agents that changed the same files, and how each file would merge, by the function that merges. Files with
 * uncommitted changes on a side are `unknown`.
 */
export async function findOverlaps(
  repo: Repository,
  feature: string,
  agents: readonly RadarAgent[],
): Promise<Overlap[]> {
  const overlaps: Overlap[] = [];
  for (const [index, a] of agents.entries()) {
    for (const b of agents.slice(index + 1)) {
      const files = shared(a, b);
      if (files.length === 0) continue;
      const conflicts = await predicted(repo, feature, [a, b]);
      overlaps.push({
        agents: [a.name, b.name],
        files: files.map((path) => ({ path, outcome: outcomeOf(path, [a, b], conflicts) })),
      });
    }
  }
  return overlaps;
}

function shared(a: RadarAgent, b: RadarAgent): string[] {
  const others = new Set(b.git.changed.map((file) => file.path));
  return a.git.changed.map((file) => file.path).filter((path) => others.has(path));
}

function outcomeOf(
  path: string,
  pair: readonly RadarAgent[],
  conflicts: ReadonlySet<string> | null,
): Overlap['files'][number]['outcome'] {
  if (pair.some(({ git }) => git.uncommitted.includes(path)) || conflicts === null)
    return 'unknown';
  return conflicts.has(path) ? 'conflict' : 'clean';
}

async function predicted(
  repo: Repository,
  feature: string,
  pair: readonly [RadarAgent, RadarAgent],
): Promise<ReadonlySet<string> | null> {
  const heads = pair.flatMap(({ name, facts, git }) =>
    git.head ? [{ agent: name, branch: facts.branch, oid: git.head }] : [],
  );
  if (heads.length < 2) return null;
  const base = pair[0].facts.base;
  const key = [repo.id, base, ...heads.map((head) => head.oid)].join(' ');
  const before = known.get(key);
  if (before) return before;
  const plan = await planMerge({
    repo,
    base,
    heads,
    strategy: 'merge',
    feature,
    sync: 'radar',
    featureBranch: `feature/${feature}`,
  });
  const conflicts = new Set(
    plan.files.filter((file) => file.outcome === 'conflict').map((file) => file.path),
  );
  if (known.size >= KNOWN_LIMIT) known.clear();
  known.set(key, conflicts);
  return conflicts;
}
