/** `other`: inconclusive, for example because another step failed or the subset conflicts. */
export type Probe = 'passes' | 'fails' | 'other';

export interface Tried {
  /** In merge order. */
  readonly agents: readonly string[];
  readonly probe: Probe;
}

export interface SubsetSearch {
  /**
   * `base`: the check fails even without any agent. `found`: the culprits together make it fail. `stopped`: the search
   * ended early.
   */
  readonly outcome: 'base' | 'found' | 'stopped';
  readonly culprits: readonly string[];
  readonly tried: readonly Tried[];
}

/** Thrown by a probe that must not run any more, to end the search. */
export class SearchStopped extends Error {}

/**
 * Finds the agents that make a check fail, given that all of them together do. Tries no agent, then each one alone,
 * then bisects over the merge order to find the agents that fail only together. If `probe` throws `SearchStopped`,
 * returns the smallest failing set known so far, if it is smaller than the full set.
 */
export async function searchSubsets(
  agents: readonly string[],
  probe: (subset: readonly string[]) => Promise<Probe>,
): Promise<SubsetSearch> {
  const tried: Tried[] = [];
  const fails = async (subset: readonly string[]) => {
    const inOrder = agents.filter((agent) => subset.includes(agent));
    if (inOrder.length === agents.length) return true;
    const known = tried.find((each) => each.agents.join(' ') === inOrder.join(' '));
    if (known) return known.probe === 'fails';
    const answer = await probe(inOrder);
    tried.push({ agents: inOrder, probe: answer });
    return answer === 'fails';
  };
  let smallest = agents;
  try {
    if (await fails([])) return { outcome: 'base', culprits: [], tried };
    const alone: string[] = [];
    for (const agent of agents) if (await fails([agent])) alone.push(agent);
    if (alone.length > 0) return { outcome: 'found', culprits: alone, tried };
    let needed: readonly string[] = [];
    let pool = agents;
    // Invariant: `pool` and `needed` together fail.
    while (pool.length > 0 && !(needed.length > 0 && (await fails(needed)))) {
      let [passing, failing] = [0, pool.length];
      while (failing - passing > 1) {
        const middle = (passing + failing) >> 1;
        if (await fails([...pool.slice(0, middle), ...needed])) failing = middle;
        else passing = middle;
      }
      needed = [...pool.slice(failing - 1, failing), ...needed];
      pool = pool.slice(0, failing - 1);
      smallest = [...pool, ...needed];
    }
    return { outcome: 'found', culprits: needed, tried };
  } catch (error) {
    if (!(error instanceof SearchStopped)) throw error;
    const alone = tried.filter((each) => each.agents.length === 1 && each.probe === 'fails');
    const known = alone.length > 0 ? alone.flatMap((each) => each.agents) : smallest;
    const culprits = known.length < agents.length ? known : [];
    return { outcome: 'stopped', culprits, tried };
  }
}
