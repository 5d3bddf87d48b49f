import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Overlap } from '../../../shared/contract/run.ts';
import type { ContractRules } from '../contracts/contract-rules.ts';
import type { Repository } from '../git/repository.ts';
import { openShadow } from '../git/shadow.ts';
import { snapshotWorktree } from '../git/snapshot.ts';
import type { AgentFacts } from '../journal/facts.ts';
import { log } from '../log.ts';
import type { Kind } from '../memory.ts';
import { type Pair, type Prediction, predictPairs } from '../merge/predict-pairs.ts';
import { Resolutions } from '../merge/resolutions.ts';
import type { AgentGit } from '../status/agent-git.ts';
import { landedBetween, workApart } from './related-work.ts';

/** An agent at work and its changes. */
export interface RadarAgent {
  readonly name: string;
  readonly facts: AgentFacts;
  readonly git: AgentGit;
  /** The agents whose work it builds on, including itself. */
  readonly chain?: readonly string[];
}

/** An agent with a commit that contains all its work, including uncommitted work. */
interface Scanned {
  readonly name: string;
  readonly base: string;
  /** Null when it is unknown. */
  readonly commit: string | null;
  readonly changed: ReadonlySet<string>;
  readonly chain: readonly string[];
}

/** Two agents with the changes of each since their common base. */
interface Apart {
  readonly a: Scanned;
  readonly b: Scanned;
  /** Files that landed between the bases of the two agents, and so differ without either having changed them. */
  readonly landed: ReadonlySet<string>;
}

/** Predictions by commits, which never change. Room for all pairs of 30 agents several times. */
const PREDICTIONS: Kind<Prediction> = { most: 2_000 };

interface Snapshot {
  /** Identifies HEAD and the state of the uncommitted files. */
  readonly key: string;
  readonly commit: Promise<string | null>;
}

/** The last snapshot of each worktree. */
const SNAPSHOTS: Kind<Snapshot> = { most: 200 };

/**
 * Pairs of agents that changed the same files, including uncommitted work, and how each file would merge, computed by
 * the merge function. Files are `unknown` when uncommitted work could not be read.
 */
export async function findOverlaps(
  repo: Repository,
  agents: readonly RadarAgent[],
  rules: ContractRules,
): Promise<Overlap[]> {
  const scanned = await Promise.all(agents.map((agent) => scan(repo, agent)));
  const all = scanned.flatMap((a, index) => scanned.slice(index + 1).map((b) => ({ a, b })));
  const pairs = (await Promise.all(all.map((pair) => apart(repo, pair)))).filter(
    (pair) => pair !== null,
  );
  const predicted = await predictAll(repo, pairs, rules);
  return pairs.flatMap(({ a, b, landed }, index): Overlap[] => {
    const prediction = predicted[index] ?? null;
    const conflicts = prediction?.conflicts ?? null;
    const shared = [...a.changed].filter((path) => b.changed.has(path));
    const found = prediction?.findings.keys() ?? [];
    const paths = [...new Set([...shared, ...(conflicts ?? []), ...found])].filter(
      (path) =>
        (!landed.has(path) || shared.includes(path)) &&
        !isInherited(path, { of: a, all: scanned }) &&
        !isInherited(path, { of: b, all: scanned }),
    );
    if (paths.length === 0) return [];
    const files = paths.sort().map((path) => {
      const outcome = conflicts === null ? ('unknown' as const) : outcomeOf(path, conflicts);
      const findings = prediction?.findings.get(path);
      return { path, outcome, ...(findings ? { findings: [...findings] } : {}) };
    });
    return [{ agents: [a.name, b.name], files }];
  });
}

function outcomeOf(path: string, conflicts: ReadonlySet<string>): 'clean' | 'conflict' {
  return conflicts.has(path) ? 'conflict' : 'clean';
}

/** Whether an agent's change of a file is inherited from another agent of its chain, which is reported instead. */
function isInherited(
  path: string,
  { of, all }: { readonly of: Scanned; readonly all: readonly Scanned[] },
): boolean {
  if (of.changed.has(path)) return false;
  return all.some(
    (other) => other.name !== of.name && of.chain.includes(other.name) && other.changed.has(path),
  );
}

/**
 * The pair to compare; for agents of one chain, only their changes since they diverged. Null when there is nothing to
 * compare.
 */
async function apart(repo: Repository, { a, b }: Pick<Apart, 'a' | 'b'>): Promise<Apart | null> {
  const related = a.chain.some((name) => b.chain.includes(name));
  if (related && (a.commit === null || b.commit === null)) return null;
  const shadow = await openShadow(repo);
  if (!related || a.commit === null || b.commit === null)
    return { a, b, landed: await landedBetween(shadow, a.base, b.base) };
  const work = await workApart(shadow, a.commit, b.commit);
  if (work === null) return null;
  const { base, ours, theirs } = work;
  return {
    a: { ...a, base, changed: both(a.changed, ours) },
    b: { ...b, base, changed: both(b.changed, theirs) },
    landed: new Set(),
  };
}

function both(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...one].filter((path) => other.has(path)));
}

async function scan(
  repo: Repository,
  { name, facts, git, chain = [name] }: RadarAgent,
): Promise<Scanned> {
  const changed = new Set([...git.changed.map(({ path }) => path), ...git.uncommitted]);
  const key = await workKey(facts, git);
  const snapshots = repo.memory.of(SNAPSHOTS);
  const before = snapshots.get(facts.path);
  const taken = before?.key === key ? before : { key, commit: snapshotOf(repo, facts, git) };
  snapshots.set(facts.path, taken);
  return { name, base: facts.base, commit: await taken.commit, changed, chain };
}

/** Rewritten files have another time or size. */
async function workKey({ path }: AgentFacts, git: AgentGit): Promise<string> {
  const stamps = await Promise.all(
    git.uncommitted.map(async (file) => {
      const info = await lstat(join(path, file)).catch(() => null);
      return info ? `${file}:${info.mtimeMs}:${info.size}:${info.mode}` : file;
    }),
  );
  return [git.head, git.dirty, ...stamps].join('\0');
}

async function snapshotOf(
  repo: Repository,
  facts: AgentFacts,
  git: AgentGit,
): Promise<string | null> {
  // Unknown, or in the middle of a merge: nothing to predict from.
  if (git.head === null || git.dirty === null) return null;
  if (git.dirty && git.uncommitted.length === 0) return null;
  const work = { worktree: facts.path, head: git.head, paths: git.uncommitted };
  try {
    return await snapshotWorktree(repo, await openShadow(repo), work);
  } catch (thrown) {
    log.error(`uncommitted work in ${facts.path} could not be read`, thrown);
    return null;
  }
}

/** Conflicts of each pair, in order; null when one side is unknown. Computes only new pairs, in one batch. */
async function predictAll(
  repo: Repository,
  pairs: readonly Apart[],
  rules: ContractRules,
): Promise<(Prediction | null)[]> {
  const revision = await new Resolutions(repo).revision();
  const wanted = pairs.map(({ a, b }) => {
    if (a.commit === null || b.commit === null) return null;
    const pair: Pair = {
      base: a.base,
      ours: { commit: a.commit, changed: a.changed },
      theirs: b.commit,
      theirChanges: b.changed,
    };
    return { pair, key: [revision, rules.revision, a.base, a.commit, b.commit].join(' ') };
  });
  const known = repo.memory.of(PREDICTIONS);
  const found = new Map(
    wanted.flatMap((want) => {
      const before = want && known.get(want.key);
      return before ? [[want.key, before] as const] : [];
    }),
  );
  const fresh = wanted.flatMap((want) => (want && !found.has(want.key) ? [want] : []));
  const answers = await predictPairs(
    repo,
    fresh.map(({ pair }) => pair),
    rules,
  ).catch((thrown) => {
    // E.g. a partial clone without the contents: these pairs stay unknown.
    log.error('the radar could not predict', thrown);
    return [];
  });
  fresh.forEach(({ key }, index) => {
    const answer = answers[index];
    if (!answer) return;
    found.set(key, answer);
    known.set(key, answer);
  });
  return wanted.map((want) => (want && found.get(want.key)) ?? null);
}
