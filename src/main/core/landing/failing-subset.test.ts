import { describe, expect, test } from 'vitest';
import { type Probe, SearchStopped, searchSubsets } from './failing-subset.ts';

const AGENTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** A check that fails if all agents of one of the groups are included. */
function failing(...groups: readonly string[][]) {
  const asked: string[] = [];
  const probe = async (subset: readonly string[]): Promise<Probe> => {
    asked.push(subset.join(''));
    return groups.some((group) => group.every((agent) => subset.includes(agent)))
      ? 'fails'
      : 'passes';
  };
  return { asked, probe };
}

describe('the search', () => {
  test('one agent', async () => {
    const { probe } = failing(['c']);
    expect(await searchSubsets(AGENTS, probe)).toMatchObject({
      outcome: 'found',
      culprits: ['c'],
    });
  });

  test('names no culprit when the base fails', async () => {
    const { probe, asked } = failing([]);
    expect(await searchSubsets(AGENTS, probe)).toMatchObject({ outcome: 'base', culprits: [] });
    expect(asked).toEqual(['']);
  });

  test('finds every pair and triple of eight agents within the attempt limit', async () => {
    let most = 0;
    for (const [i, first] of AGENTS.entries()) {
      for (const [j, second] of AGENTS.entries()) {
        for (const third of AGENTS.slice(j)) {
          const group = [...new Set([first, second, third])].sort();
          if (j <= i || group.length < 2) continue;
          const { probe, asked } = failing(group);
          const found = await searchSubsets(AGENTS, probe);
          expect({ group, culprits: found.culprits }).toEqual({ group, culprits: group });
          expect(new Set(asked).size).toBe(asked.length);
          most = Math.max(most, asked.length);
        }
      }
    }
    expect(most).toBeLessThanOrEqual(20);
  });

  test('a single agent needs the base alone', async () => {
    const { probe, asked } = failing(['a']);
    expect(await searchSubsets(['a'], probe)).toMatchObject({ culprits: ['a'] });
    expect(asked).toEqual(['']);
  });

  test('does not blame a subset with an inconclusive result', async () => {
    const probe = async (subset: readonly string[]): Promise<Probe> =>
      subset.length === 0 ? 'passes' : 'other';
    expect((await searchSubsets(['a', 'b', 'c'], probe)).culprits).toEqual(['a', 'b', 'c']);
  });

  test('returns partial results when stopped', async () => {
    const { probe } = failing(['b', 'c']);
    let left = 11;
    const limited = async (subset: readonly string[]) => {
      left -= 1;
      if (left < 0) throw new SearchStopped();
      return probe(subset);
    };
    expect(await searchSubsets(AGENTS, limited)).toMatchObject({
      outcome: 'stopped',
      culprits: [],
    });
    left = 13;
    const { outcome, culprits } = await searchSubsets(AGENTS, limited);
    expect({ outcome, culprits }).toEqual({ outcome: 'stopped', culprits: ['a', 'b', 'c'] });
  });
});
