import { expect, test } from 'vitest';
import { openRepository } from '../git/repository.ts';
import { makeRepository } from '../git/repository-fixture.ts';
import { planMerge } from './plan-merge.ts';
import { predictPairs } from './predict-pairs.ts';
import { changed, FILES, randomOf, startFiles } from './random-changes-fixture.ts';

/** Prediction and git's own merge must agree on every repository. */
const CASES = process.env['TRIBUTARY_FULL'] === '1' ? 1_000 : 20;
/** A generous deadline per repository. */
const CASE_MS = 4_000;

test(
  `prediction equals git merge in ${CASES} of ${CASES} repositories`,
  async () => {
    const fixture = makeRepository();
    let conflicts = 0;
    try {
      const repo = await openRepository(fixture.path);
      fixture.git(['config', 'advice.detachedHead', 'false']);
      for (let seed = 1; seed <= CASES; seed += 1) {
        const random = randomOf(seed);
        fixture.git(['switch', '-q', '--orphan', `seed-${seed}`]);
        const start = startFiles();
        const base = fixture.commit(start);
        const heads = ['one', 'two'].map((agent) => {
          fixture.git(['switch', '-q', '--detach', base]);
          return { agent, branch: agent, oid: fixture.commit(changed(start, random)) };
        });
        const plan = await planMerge({
          repo,
          base,
          heads,
          strategy: 'merge',
          feature: 'f',
          sync: 's',
          featureBranch: 'feature/f',
        });
        const real = reallyMerge(heads.map(({ oid }) => oid));
        const predicted = plan.files.filter((file) => file.outcome === 'conflict');
        expect({ seed, tree: plan.tree, conflict: predicted.length > 0 }).toEqual({
          seed,
          tree: real.tree,
          conflict: real.tree === null,
        });
        expect({ seed, paths: predicted.map(({ path }) => unlabelled(path)).sort() }).toEqual({
          seed,
          paths: real.paths.map(unlabelled).sort(),
        });
        const [pair] = await predictPairs(repo, [
          {
            base,
            ours: { commit: heads[0]?.oid ?? '', changed: FILES },
            theirs: heads[1]?.oid ?? '',
            theirChanges: new Set(FILES),
          },
        ]);
        expect({ seed, paths: [...(pair?.conflicts ?? [])].map(unlabelled).sort() }).toEqual({
          seed,
          paths: predicted.map(({ path }) => unlabelled(path)).sort(),
        });
        conflicts += predicted.length > 0 ? 1 : 0;

        function reallyMerge(oids: readonly string[]) {
          fixture.git(['switch', '-q', '--detach', base]);
          for (const oid of oids) {
            try {
              fixture.git(['merge', '-q', '--no-ff', '-m', 'm', oid]);
            } catch {
              const paths = fixture.git([
                '-c',
                'core.quotePath=false',
                'ls-files',
                '-u',
                '--format=%(path)',
              ]);
              fixture.git(['merge', '--abort']);
              return { tree: null, paths: [...new Set(paths.split('\n'))] };
            }
          }
          return { tree: fixture.git(['rev-parse', 'HEAD^{tree}']), paths: [] };
        }
      }
    } finally {
      fixture.remove();
    }
    // If cases never or always conflicted, the test would prove little.
    expect(conflicts).toBeGreaterThan(CASES / 20);
    expect(conflicts).toBeLessThan(CASES);
  },
  CASES * CASE_MS,
);

/**
 * git renames a file that blocks a folder after its side: `HEAD` or a commit in git merge, branch names in our merge.
 */
function unlabelled(path: string): string {
  return path.replace(/~(HEAD|[0-9a-f]{40}|two|feature_f(_one)?)(_\d+)?$/, '~side');
}
