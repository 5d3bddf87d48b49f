import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import type { RunFacts } from '../journal/facts.ts';
import { log } from '../log.ts';
import type { Kind } from '../memory.ts';
import type { AgentGit } from '../status/agent-git.ts';

/** Answers by the commits in question, which never change. */
const ABSORBED: Kind<boolean> = { most: 500 };

/**
 * Agents whose commits have all landed without a merge of their own: with the branch of a successor, or by hand. When
 * git cannot tell, they have not landed.
 */
export async function absorbedAgents(
  repo: Repository,
  facts: RunFacts,
  git: ReadonlyMap<string, AgentGit>,
): Promise<ReadonlySet<string>> {
  const landings = [...facts.syncs.values()].flatMap((sync) => sync.landings);
  const landed = [
    ...new Set(landings.flatMap(({ commit, heads }) => [commit, ...heads.map(({ oid }) => oid)])),
  ];
  const absorbed = new Set<string>();
  if (landed.length === 0) return absorbed;
  for (const [agent, { head, commits }] of git) {
    if (head === null || commits === 0 || landed.includes(head)) continue;
    if (await isWithin(repo, head, landed)) absorbed.add(agent);
  }
  return absorbed;
}

/** Whether a commit is an ancestor of one of the others. */
async function isWithin(
  repo: Repository,
  commit: string,
  others: readonly string[],
): Promise<boolean> {
  const known = repo.memory.of(ABSORBED);
  const key = [commit, ...others].join(' ');
  const before = known.get(key);
  if (before !== undefined) return before;
  const args = ['rev-list', '--max-count=1', '--end-of-options', commit];
  args.push(...others.map((oid) => `^${oid}`), '--');
  const isIn = await runGit(args, { cwd: repo.path, reads: true }).then(
    ({ stdout }) => stdout.trim() === '',
    (thrown) => {
      log.error(`whether ${commit} has landed could not be told`, thrown);
      return false;
    },
  );
  known.set(key, isIn);
  return isIn;
}
